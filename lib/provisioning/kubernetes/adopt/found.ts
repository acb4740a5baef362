import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import type { FoundWorkload } from "../../adoption";
import { labelKeys } from "../../labels";
import type { Manifest } from "../../manifest";
import { isWorkload, type WorkloadKind } from "../kinds";
import { mainContainerName } from "../main-container";
import { numberAt, stringAt } from "../pod-state";
import { cleanObject } from "./clean";
import { claimsIn, mainClaim, type ClaimUse } from "./claims";

/** What one namespace has, as the API server returned it. */
export type NamespaceObjects = {
  readonly workloads: readonly { readonly kind: WorkloadKind; readonly object: JsonObject }[];
  readonly services: readonly JsonObject[];
  readonly claims: readonly JsonObject[];
  readonly ingresses: readonly JsonObject[];
};

/** Mage finds its workspaces by this label of their Services. */
const mageLabel = "dev-instance";

const listAt = (base: unknown, ...path: readonly string[]): readonly JsonObject[] => {
  const value = getIn(base, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
};
const mapAt = (base: unknown, ...path: readonly string[]): JsonObject => {
  const value = getIn(base, path);
  return isObject(value) ? value : {};
};

/** The workloads of a namespace, with what belongs to each; those that are on their way out are not told of. */
export function workloadsOf(namespace: string, objects: NamespaceObjects): readonly FoundWorkload[] {
  const uses = objects.workloads.map(({ kind, object }) => claimsIn(kind, object));
  return objects.workloads.flatMap(({ kind, object }, index): readonly FoundWorkload[] => {
    if (stringAt(object, "metadata", "deletionTimestamp") !== null) return [];
    const others = uses.filter((_, other) => other !== index).flat();
    return [workload(namespace, kind, object, { ...objects, own: uses[index] ?? [], others })];
  });
}

type Surroundings = NamespaceObjects & { readonly own: readonly ClaimUse[]; readonly others: readonly ClaimUse[] };

function workload(namespace: string, kind: WorkloadKind, object: JsonObject, around: Surroundings): FoundWorkload {
  const services = servicesOf(object, around.services);
  const service = chooseService(services, object);
  const claim = mainClaim(around.own, around.others);
  const claimObject = claim === null ? undefined : around.claims.find((item) => nameOf(item) === claim);
  const spec = mapAt(object, "spec", "template", "spec");
  const main = listAt(spec, "containers").find(({ name }) => name === mainOf(object));
  const replicas = numberAt(object, "spec", "replicas") ?? 1;
  const objects: readonly Manifest[] = [
    cleanObject(kind, object),
    ...(service ? [cleanObject("Service", service)] : []),
    ...(claimObject ? [cleanObject("PersistentVolumeClaim", claimObject)] : []),
  ];
  return {
    kind,
    namespace,
    name: nameOf(object),
    uid: stringAt(object, "metadata", "uid") ?? "",
    image: stringAt(main ?? listAt(spec, "containers")[0], "image"),
    mounts: mountsOf(main, spec, around.own),
    running: replicas > 0,
    ready: replicas > 0 && (numberAt(object, "status", "readyReplicas") ?? 0) >= replicas,
    since: stringAt(object, "metadata", "creationTimestamp"),
    mage: services.some((item) => Object.hasOwn(mapAt(item, "metadata", "labels"), mageLabel)),
    workspaceId: stringAt(object, "metadata", "labels", labelKeys.workspaceId),
    obstacle: obstacleOf(object, replicas),
    remarks: remarksOf(object, services, service, around.ingresses),
    objects,
  };
}

const nameOf = (object: JsonObject): string => stringAt(object, "metadata", "name") ?? "";

const mainOf = (object: JsonObject): string | null =>
  mainContainerName(
    getIn(object, ["spec", "template", "spec"]),
    getIn(object, ["spec", "template", "metadata", "annotations"]),
  );

function obstacleOf(object: JsonObject, replicas: number): Sayable | null {
  const [owner] = listAt(object, "metadata", "ownerReferences");
  if (owner) return say("adopt/owned", { owner: `${stringAt(owner, "kind")} ${stringAt(owner, "name")}` });
  if (stringAt(object, "metadata", "labels", labelKeys.workspaceId) !== null) return say("adopt/other-berth");
  if (replicas > 1) return say("adopt/replicas", { count: replicas });
  if (mainOf(object) === null) {
    const names = listAt(object, "spec", "template", "spec", "containers").map(({ name }) => String(name));
    return say("adopt/several-containers", { names: names.join(", ") });
  }
  return null;
}

function remarksOf(
  object: JsonObject,
  services: readonly JsonObject[],
  chosen: JsonObject | undefined,
  ingresses: readonly JsonObject[],
): readonly Sayable[] {
  const labels = mapAt(object, "metadata", "labels");
  const annotations = mapAt(object, "metadata", "annotations");
  const tools = [
    ...(labels[labelKeys.managedBy] === "Helm" ? ["Helm"] : []),
    ...(Object.keys({ ...labels, ...annotations }).some((key) => key.startsWith("argocd.argoproj.io/"))
      ? ["Argo CD"]
      : []),
    ...(Object.keys(labels).some((key) => key.includes(".toolkit.fluxcd.io/")) ? ["Flux"] : []),
  ];
  const others = services.filter((item) => item !== chosen).map(nameOf);
  const leading = ingresses.filter((item) => services.some((service) => leadsTo(item, nameOf(service)))).map(nameOf);
  return [
    ...tools.map((tool) => say("adopt/other-tool", { tool })),
    ...(others.length > 0 ? [say("adopt/services-stay", { names: others.join(", ") })] : []),
    ...(leading.length > 0 ? [say("adopt/ingresses-stay", { names: leading.join(", ") })] : []),
  ];
}

const leadsTo = (ingress: JsonObject, service: string): boolean =>
  listAt(ingress, "spec", "rules").some((rule) =>
    listAt(rule, "http", "paths").some((path) => stringAt(path, "backend", "service", "name") === service),
  );

/** Services whose selector the workload's pods fit. */
function servicesOf(object: JsonObject, services: readonly JsonObject[]): readonly JsonObject[] {
  const labels = mapAt(object, "spec", "template", "metadata", "labels");
  return services.filter((service) => {
    const selector = Object.entries(mapAt(service, "spec", "selector"));
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
  });
}

/** Mage's own, else the only one that leads to this workload. The others stay as they are. */
function chooseService(services: readonly JsonObject[], object: JsonObject): JsonObject | undefined {
  const name = nameOf(object);
  return (
    services.find((service) => nameOf(service) === `${name}-service`) ??
    services.find((service) => nameOf(service) === name) ??
    (services.length === 1 ? services[0] : undefined)
  );
}

function mountsOf(
  main: JsonObject | undefined,
  spec: JsonObject,
  claims: readonly ClaimUse[],
): FoundWorkload["mounts"] {
  const volumes = listAt(spec, "volumes");
  return listAt(main, "volumeMounts").map((mount) => {
    const volume = volumes.find(({ name }) => name === mount.name) ?? {};
    const claim = claims.find((use) => use.volume === mount.name)?.claim;
    const type = Object.keys(volume).find((key) => key !== "name");
    return { path: String(mount.mountPath), source: claim ?? `${type ?? "volume"} ${String(mount.name)}` };
  });
}

/** Is this body one of a workload that was taken over? */
export const isAdoptedWorkload = (kind: string, body: JsonObject): boolean =>
  isWorkload(kind) && stringAt(body, "spec", "template", "metadata", "labels", labelKeys.workspaceId) === null;
