import { getIn, type JsonObject } from "@/lib/shared/json";
import { labelKeys } from "../../labels";
import { manifestKey, type Manifest } from "../../manifest";
import { isAdoptedWorkload } from "../adopt/found";
import { workloadKeyOf } from "../adopt/owner";
import type { Observation, RuntimeEvent } from "../../provider";
import { isManagedKind, isWorkload } from "../kinds";
import { stringAt } from "../pod-state";
import { runtimeEvent, toManifest } from "./objects";

/** Newest events kept of one object; the kubelet repeats itself. */
const eventsPerObject = 20;
/** Objects with events that may be nobody's yet: a pod's first event can come before the pod. */
const rememberedObjects = 20_000;

/** What the watches have seen, by workspace. Methods that change it return the ids of the workspaces that changed. */
export type Memory = {
  readonly replace: (kind: string, namespace: string, items: readonly JsonObject[]) => readonly string[];
  readonly put: (kind: string, namespace: string, item: JsonObject) => readonly string[];
  readonly drop: (kind: string, namespace: string, item: JsonObject) => readonly string[];
  readonly recall: (workspaceId: string) => Observation | null;
  /** Keys of workloads in a namespace that were taken over: their pods lack Berth's labels. */
  readonly adopted: (namespace: string) => readonly string[];
};

/** Under this name pods without Berth's labels are watched: of them only those count whose workload was taken over. */
export const foreignPods = "ForeignPod";
const shownKind = (kind: string): string => (kind === foreignPods ? "Pod" : kind);

type Entry = {
  readonly workspaceId: string;
  readonly kind: string;
  readonly namespace: string;
  readonly manifest: Manifest;
};

export function createMemory(): Memory {
  /** `namespace/Kind/name` → object */
  const objects = new Map<string, Entry>();
  /** workspace id → keys of its objects */
  const byWorkspace = new Map<string, Set<string>>();
  const events = new Map<string, Map<string, RuntimeEvent>>();

  const version = (manifest: Manifest | undefined) => stringAt(manifest?.body, "metadata", "resourceVersion");

  const putObject = (kind: string, namespace: string, item: JsonObject): readonly string[] => {
    const workspaceId = workspaceOf(item) ?? (kind === foreignPods ? workspaceOfPod(namespace, item) : null);
    if (workspaceId === null) return [];
    const manifest = toManifest(shownKind(kind), item);
    const key = `${namespace}/${manifestKey(manifest)}`;
    const known = objects.get(key);
    if (known && version(known.manifest) === version(manifest)) return [];
    const previous = known && known.workspaceId !== workspaceId ? dropKey(key) : [];
    objects.set(key, { workspaceId, kind, namespace, manifest });
    const keys = byWorkspace.get(workspaceId) ?? new Set();
    byWorkspace.set(workspaceId, keys.add(key));
    return [...previous, workspaceId];
  };

  const workspaceOfPod = (namespace: string, pod: JsonObject): string | null => {
    const workload = workloadKeyOf(pod);
    return workload === null ? null : (objects.get(`${namespace}/${workload}`)?.workspaceId ?? null);
  };

  const dropKey = (key: string): readonly string[] => {
    const known = objects.get(key);
    if (!known) return [];
    objects.delete(key);
    const keys = byWorkspace.get(known.workspaceId);
    keys?.delete(key);
    if (keys?.size === 0) byWorkspace.delete(known.workspaceId);
    return [known.workspaceId];
  };

  const putEvent = (namespace: string, item: JsonObject): readonly string[] => {
    const event = runtimeEvent(item);
    const uid = stringAt(item, "metadata", "uid") ?? "";
    const key = `${namespace}/${event.object}`;
    const known = events.get(key) ?? new Map<string, RuntimeEvent>();
    const before = known.get(uid);
    if (before && before.at === event.at && before.count === event.count) return [];
    known.delete(uid);
    known.set(uid, event);
    const [oldest] = known.keys();
    if (known.size > eventsPerObject && oldest !== undefined) known.delete(oldest);
    events.set(key, known);
    forgetForeign();
    return ownerOf(namespace, event.object);
  };

  const dropEvent = (namespace: string, item: JsonObject): readonly string[] => {
    const { object } = runtimeEvent(item);
    const known = events.get(`${namespace}/${object}`);
    known?.delete(stringAt(item, "metadata", "uid") ?? "");
    if (known?.size === 0) events.delete(`${namespace}/${object}`);
    return [];
  };

  /** A namespace may hold many pods that are not Berth's. */
  const forgetForeign = () => {
    if (events.size <= rememberedObjects) return;
    const foreign = [...events.keys()].find((key) => !objects.has(key));
    if (foreign !== undefined) events.delete(foreign);
  };

  const ownerOf = (namespace: string, object: string): readonly string[] => {
    const own = objects.get(`${namespace}/${object}`);
    const parent = /^Pod\/(.+)-\d+$/.exec(object)?.[1];
    const set = parent === undefined ? undefined : objects.get(`${namespace}/StatefulSet/${parent}`);
    const found = own ?? set;
    return found ? [found.workspaceId] : [];
  };

  const eventsOf = (entries: readonly Entry[]): readonly RuntimeEvent[] => {
    const keys = new Set(entries.map((entry) => `${entry.namespace}/${manifestKey(entry.manifest)}`));
    for (const { kind, namespace, manifest } of entries) {
      if (kind === "StatefulSet") keys.add(`${namespace}/Pod/${manifest.name}-0`);
    }
    return [...keys].flatMap((key) => [...(events.get(key)?.values() ?? [])]).sort(byTime);
  };

  return {
    put: (kind, namespace, item) => (kind === "Event" ? putEvent(namespace, item) : putObject(kind, namespace, item)),
    drop: (kind, namespace, item) =>
      kind === "Event"
        ? dropEvent(namespace, item)
        : dropKey(`${namespace}/${shownKind(kind)}/${stringAt(item, "metadata", "name") ?? ""}`),
    replace: (kind, namespace, items) => {
      if (kind === "Event") return unique(items.flatMap((item) => putEvent(namespace, item)));
      const prefix = `${namespace}/${shownKind(kind)}/`;
      const present = new Set(items.map((item) => prefix + (stringAt(item, "metadata", "name") ?? "")));
      const gone = [...objects].filter(
        ([key, entry]) => entry.kind === kind && entry.namespace === namespace && !present.has(key),
      );
      const dropped = gone.flatMap(([key]) => dropKey(key));
      return unique([...dropped, ...items.flatMap((item) => putObject(kind, namespace, item))]);
    },
    adopted: (namespace) =>
      [...objects.values()]
        .filter(({ kind, manifest }) => isWorkload(kind) && isAdoptedWorkload(kind, manifest.body))
        .filter((entry) => entry.namespace === namespace)
        .map(({ manifest }) => manifestKey(manifest)),
    recall: (workspaceId) => {
      const keys = byWorkspace.get(workspaceId);
      if (!keys) return null;
      const entries = [...keys].flatMap((key) => objects.get(key) ?? []);
      const manifests = entries.map((entry) => entry.manifest);
      return {
        manifests: manifests.filter((manifest) => isManagedKind(manifest.kind)),
        related: manifests.filter((manifest) => !isManagedKind(manifest.kind)),
        events: eventsOf(entries),
      };
    },
  };
}

export const byTime = (a: RuntimeEvent, b: RuntimeEvent): number => Date.parse(a.at) - Date.parse(b.at);

function workspaceOf(item: JsonObject): string | null {
  const label = getIn(item, ["metadata", "labels", labelKeys.workspaceId]);
  return typeof label === "string" && label !== "" ? label : null;
}

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
