import { isObject, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import type { RuntimeEvent } from "../../provider";
import { numberAt, stringAt } from "../pod-state";

/** List items have no kind of their own. The history of who set what is needed of Berth's own objects only, and it is half of a pod. */
export function toManifest(kind: string, item: JsonObject): Manifest {
  const name = stringAt(item, "metadata", "name") ?? "";
  if (kind !== "Pod" || !isObject(item.metadata)) return { kind, name, body: item };
  const metadata = Object.entries(item.metadata).filter(([key]) => key !== "managedFields");
  return { kind, name, body: { ...item, metadata: Object.fromEntries(metadata) } };
}

/** Old events have `lastTimestamp` and `count`, new ones `eventTime` and `series`. */
export function runtimeEvent(event: JsonObject): RuntimeEvent {
  const at =
    stringAt(event, "series", "lastObservedTime") ??
    stringAt(event, "lastTimestamp") ??
    stringAt(event, "eventTime") ??
    stringAt(event, "firstTimestamp") ??
    stringAt(event, "metadata", "creationTimestamp") ??
    "";
  return {
    at,
    type: event.type === "Warning" ? "warning" : "normal",
    reason: stringAt(event, "reason") ?? "",
    message: stringAt(event, "message") ?? "",
    object: `${stringAt(event, "involvedObject", "kind") ?? ""}/${stringAt(event, "involvedObject", "name") ?? ""}`,
    count: numberAt(event, "series", "count") ?? numberAt(event, "count") ?? 1,
  };
}
