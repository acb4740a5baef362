import type { Effect, KindRule } from "../plan";
import { claimInDocument, statefulSetInDocument } from "./in-document";
import { projectOwned } from "./project";

/** Keys of the lists that the API server merges by key (`x-kubernetes-list-map-keys`); all others are replaced as a whole. */
const listKeys: readonly (readonly [RegExp, string])[] = [
  [/\.(containers|initContainers|volumes|imagePullSecrets)$/, "name"],
  [/\.env$/, "name"],
  [/\.volumeMounts$/, "mountPath"],
  [/\.volumeDevices$/, "devicePath"],
  [/\.(containers|initContainers)\[name=[^\]]*\]\.ports$/, "containerPort"],
  [/^spec\.ports$/, "port"],
  [/\.hostAliases$/, "ip"],
  [/\.topologySpreadConstraints$/, "topologyKey"],
];

export const listKey = (path: string): string | undefined => listKeys.find(([pattern]) => pattern.test(path))?.[1];

const underAny =
  (...roots: readonly string[]) =>
  (path: string): boolean =>
    roots.some((root) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`));

const frozenInStatefulSet = underAny(
  "spec.selector",
  "spec.serviceName",
  "spec.podManagementPolicy",
  "spec.volumeClaimTemplates",
);
const frozenInDeployment = underAny("spec.selector");
const inTemplate = underAny("spec.template");
const claimSize = underAny("spec.resources.requests.storage");
const metadata = underAny("metadata");

/** What tells whose object it is: nothing that runs sees it. */
const ownMark = /^metadata\.(labels|annotations)\.(berth\.dev\/|app\.kubernetes\.io\/(name|instance|managed-by)$)/;
const marksAside =
  (effect: (path: string) => Effect) =>
  (path: string): Effect =>
    ownMark.test(path) ? "none" : effect(path);

const statefulSetEffect = (path: string): Effect =>
  frozenInStatefulSet(path) ? "recreate" : inTemplate(path) ? "restart" : "live";

const deploymentEffect = (path: string): Effect =>
  frozenInDeployment(path) ? "recreate" : inTemplate(path) ? "restart" : "live";

/** Everything else in a claim is immutable: another claim would be another, empty volume. */
const claimEffect = (path: string): Effect => (metadata(path) || claimSize(path) ? "live" : "data-loss");

const owned = ["metadata.labels", "metadata.annotations"];
const common = { project: projectOwned, listKey, owned: [...owned, "spec"] } as const;
/** What leads to a workspace: changed and made anew without touching it. */
const route = { ...common, effect: marksAside(() => "live"), onDelete: "live", route: true } as const;

/**
 * How each kind is compared and changed. Created upwards by `order`, equal ones at the same time: what a pod needs is there before it.
 * Deleted downwards.
 */
export const kubernetesRules: Readonly<Record<string, KindRule>> = {
  Secret: {
    ...common,
    order: 10,
    // The content is compared by the digest in an annotation: Berth never reads a Secret's data back.
    owned,
    effect: () => "live",
    onDelete: "live",
  },
  PersistentVolumeClaim: {
    ...common,
    order: 10,
    effect: marksAside(claimEffect),
    inDocument: claimInDocument,
    onDelete: "data-loss",
    storage: true,
  },
  Service: { ...route, order: 10 },
  StatefulSet: {
    ...common,
    order: 20,
    effect: marksAside(statefulSetEffect),
    inDocument: statefulSetInDocument,
    onDelete: "recreate",
  },
  Deployment: {
    ...common,
    order: 20,
    effect: marksAside(deploymentEffect),
    inDocument: statefulSetInDocument,
    onDelete: "recreate",
  },
  Ingress: { ...route, order: 30 },
  VirtualService: { ...route, order: 30 },
};
