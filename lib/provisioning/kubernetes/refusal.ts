import { isObject, getIn, type JsonObject } from "@/lib/shared/json";
import { cause, type Cause } from "@/lib/workspaces/cause";
import type { Manifest } from "../manifest";
import type { RuntimeEvent } from "../provider";
import { fieldManager } from "./kinds";
import { newestEvent, stringAt } from "./pod-state";

/**
 * Why the StatefulSet's controller gets no pod: quota and admission answer it alone, and only an event tells. Refusals from before
 * Berth's last change of the StatefulSet are about another pod than the wanted one.
 */
export function podRefusal({ kind, name, body }: Manifest, events: readonly RuntimeEvent[]): Cause | null {
  const object = `${kind}/${name}`;
  const since = lastChange(body);
  const refused = newestEvent(events, object, ["FailedCreate"], since);
  if (!refused) return null;
  const made = newestEvent(events, object, ["SuccessfulCreate"], since);
  if (made && Date.parse(made.at) > Date.parse(refused.at)) return null;
  const reason = refusalReason(refused.message);
  const code = /exceeded quota/i.test(refused.message) ? "quota-exceeded" : "admission-denied";
  return cause(code, { reason }, [`${refused.reason}: ${refused.message}`]);
}

/** `create Pod x-0 in StatefulSet x failed error: pods "x-0" is forbidden: exceeded quota: …` → `exceeded quota: …` */
const refusalReason = (message: string): string =>
  message.replace(/^.*?failed error: /, "").replace(/^pods "[^"]*" is forbidden: /, "");

function lastChange(statefulSet: JsonObject): string | null {
  const entries = getIn(statefulSet, ["metadata", "managedFields"]);
  const own = Array.isArray(entries)
    ? entries.filter(isObject).find((entry) => entry.manager === fieldManager)
    : undefined;
  return stringAt(own, "time") ?? stringAt(statefulSet, "metadata", "creationTimestamp");
}
