/** The kinds that make up a workspace, and where the API serves them. */
export type KindPath = {
  readonly apiVersion: string;
  /** API group; empty for the core group. */
  readonly group: string;
  readonly plural: string;
};

/** Kinds that Berth makes itself: each has a rule in diff-rules.ts. */
export const managedKinds = {
  StatefulSet: { apiVersion: "apps/v1", group: "apps", plural: "statefulsets" },
  // Berth makes none, but goes on with one that it took over.
  Deployment: { apiVersion: "apps/v1", group: "apps", plural: "deployments" },
  Service: { apiVersion: "v1", group: "", plural: "services" },
  PersistentVolumeClaim: { apiVersion: "v1", group: "", plural: "persistentvolumeclaims" },
  Secret: { apiVersion: "v1", group: "", plural: "secrets" },
  Ingress: { apiVersion: "networking.k8s.io/v1", group: "networking.k8s.io", plural: "ingresses" },
  // v1beta1 is served by every istio since 1.5, v1 only since 1.22.
  VirtualService: {
    apiVersion: "networking.istio.io/v1beta1",
    group: "networking.istio.io",
    plural: "virtualservices",
  },
} as const satisfies Readonly<Record<string, KindPath>>;

type ManagedKind = keyof typeof managedKinds;

/** Kinds that follow from them and are only read. */
export const relatedKinds = {
  Pod: { apiVersion: "v1", group: "", plural: "pods" },
  Event: { apiVersion: "v1", group: "", plural: "events" },
} as const satisfies Readonly<Record<string, KindPath>>;

/** Only read: the istio Gateways that VirtualServices are bound to. */
export const gatewayKind = {
  apiVersion: "networking.istio.io/v1beta1",
  group: "networking.istio.io",
  plural: "gateways",
} as const satisfies KindPath;

/** Kinds of workspaces with an address of the cluster's own. Others run without them, so a cluster may lack the API or the right. */
const routeKinds: ReadonlySet<string> = new Set(["Ingress", "VirtualService"] satisfies ManagedKind[]);

export const isRouteKind = (kind: string): boolean => routeKinds.has(kind);

/** Kinds that hold the workspace's pod. */
const workloadKinds = ["StatefulSet", "Deployment"] as const satisfies readonly ManagedKind[];
export type WorkloadKind = (typeof workloadKinds)[number];

export const isWorkload = (kind: string): kind is WorkloadKind => workloadKinds.some((known) => known === kind);

/** Kinds without which workspaces run: the cluster may lack the API, or Berth the right. */
export const isOptionalKind = (kind: string): boolean => kind === "Deployment" || isRouteKind(kind);

export const isManagedKind = (kind: string): kind is ManagedKind => Object.hasOwn(managedKinds, kind);

/** `/apis/apps/v1/namespaces/data/statefulsets` */
export const collectionPath = (kind: KindPath, namespace: string): string =>
  `${kind.group === "" ? "/api" : "/apis"}/${kind.apiVersion}/namespaces/${encodeURIComponent(namespace)}/${kind.plural}`;

export const objectPath = (kind: KindPath, namespace: string, name: string): string =>
  `${collectionPath(kind, namespace)}/${encodeURIComponent(name)}`;

/** Who Berth is in `metadata.managedFields`. */
export const fieldManager = "berth";

/** Name of the container that runs the user's tool; the others are sidecars. */
export const mainContainer = "workspace";

export const annotationKeys = {
  /** On the pod template: an asked-for restart is a change of this number. */
  restarts: "berth.dev/restarts",
  /** On the Secret, and on the pod template: digest of the Secret's content, so that a changed secret restarts the pod. */
  secretDigest: "berth.dev/secret-digest",
  /** On an Ingress or VirtualService: the address that it gives the workspace, where that is known before a load balancer has one. */
  url: "berth.dev/url",
  /** On the Service: `Ingress/<name>` or `Gateway/<name>` that the workspace's own address follows. */
  follows: "berth.dev/follows",
  /** On the Service, with the same value: it was not there when the Service was last written. */
  followsMissing: "berth.dev/follows-missing",
  /** On objects that somebody else made: their fields are Berth's alone from then on. */
  adopted: "berth.dev/adopted",
} as const;
