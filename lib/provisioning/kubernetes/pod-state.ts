import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../manifest";
import type { RuntimeEvent } from "../provider";
import { mainContainerOfPod } from "./main-container";

/** One container of a pod, read without trust in the shape of what the API returned. */
export type ContainerState = {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly waiting: StateDetail | null;
  readonly running: { readonly startedAt: string } | null;
  readonly terminated: StateDetail | null;
  readonly lastTerminated: StateDetail | null;
  /** The container's part of the pod's spec. */
  readonly spec: JsonObject;
};

type StateDetail = {
  readonly reason: string;
  readonly message: string;
  readonly exitCode: number | null;
  readonly finishedAt: string | null;
};

type Condition = {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string | null;
};

export const stringAt = (base: unknown, ...path: readonly (string | number)[]): string | null => {
  const value = getIn(base, path);
  return typeof value === "string" ? value : null;
};

export const numberAt = (base: unknown, ...path: readonly (string | number)[]): number | null => {
  const value = getIn(base, path);
  return typeof value === "number" ? value : null;
};

const listAt = (base: unknown, ...path: readonly (string | number)[]): readonly JsonObject[] => {
  const value = getIn(base, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** Init containers first, as they start; the main container before its sidecars. */
export function containersOf(pod: JsonObject): readonly ContainerState[] {
  const read = (statuses: string, specs: string): readonly ContainerState[] =>
    listAt(pod, "status", statuses).map((status) => {
      const name = stringAt(status, "name") ?? "";
      const spec = listAt(pod, "spec", specs).find((item) => item.name === name) ?? {};
      return containerState(name, status, spec);
    });
  const main = read("containerStatuses", "containers");
  const name = mainContainerOfPod(pod);
  const isMain = (container: ContainerState) => container.name === name;
  return [
    ...read("initContainerStatuses", "initContainers"),
    ...main.filter(isMain),
    ...main.filter((container) => !isMain(container)),
  ];
}

function containerState(name: string, status: JsonObject, spec: JsonObject): ContainerState {
  const startedAt = stringAt(status, "state", "running", "startedAt");
  return {
    name,
    ready: status.ready === true,
    restarts: numberAt(status, "restartCount") ?? 0,
    waiting: detail(getIn(status, ["state", "waiting"])),
    running: startedAt === null ? null : { startedAt },
    terminated: detail(getIn(status, ["state", "terminated"])),
    lastTerminated: detail(getIn(status, ["lastState", "terminated"])),
    spec,
  };
}

const detail = (value: unknown): StateDetail | null =>
  isObject(value)
    ? {
        reason: stringAt(value, "reason") ?? "",
        message: stringAt(value, "message") ?? "",
        exitCode: numberAt(value, "exitCode"),
        finishedAt: stringAt(value, "finishedAt"),
      }
    : null;

export function conditionOf(object: JsonObject, type: string): Condition | null {
  const found = listAt(object, "status", "conditions").find((condition) => condition.type === type);
  return found
    ? {
        status: stringAt(found, "status") ?? "Unknown",
        reason: stringAt(found, "reason") ?? "",
        message: stringAt(found, "message") ?? "",
        lastTransitionTime: stringAt(found, "lastTransitionTime"),
      }
    : null;
}

/** The workspace's pod: a living one before one that is on its way out, the newest first. */
export function podOf(related: readonly Manifest[]): JsonObject | null {
  const created = (pod: JsonObject) => stringAt(pod, "metadata", "creationTimestamp") ?? "";
  const ending = (pod: JsonObject) => Number(stringAt(pod, "metadata", "deletionTimestamp") !== null);
  const pods = related.filter((manifest) => manifest.kind === "Pod").map((manifest) => manifest.body);
  const sorted = pods.sort((a, b) => ending(a) - ending(b) || created(b).localeCompare(created(a)));
  return sorted[0] ?? null;
}

/** The newest event with one of these reasons, not older than `since` (times of pods and events have whole seconds). */
export function newestEvent(
  events: readonly RuntimeEvent[],
  object: string,
  reasons: readonly string[],
  since: string | null,
): RuntimeEvent | null {
  const from = since === null ? Number.NEGATIVE_INFINITY : Math.floor(Date.parse(since) / 1000) * 1000;
  const fitting = events.filter(
    (event) => event.object === object && reasons.includes(event.reason) && Date.parse(event.at) >= from,
  );
  return fitting.reduce<RuntimeEvent | null>(
    (best, event) => (best === null || Date.parse(event.at) >= Date.parse(best.at) ? event : best),
    null,
  );
}

export const secondsBetween = (from: string | null, now: Date): number =>
  from === null ? 0 : (now.getTime() - Date.parse(from)) / 1000;
