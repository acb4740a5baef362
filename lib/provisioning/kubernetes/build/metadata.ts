import { isObject, type JsonObject } from "@/lib/shared/json";
import { standardLabels } from "../../labels";
import type { BuildContext } from "../../provider";

/** Name, namespace and labels of one object. The document's labels lie under Berth's own, which say whose object it is. */
export function objectMeta(name: string, resolved: JsonObject, context: BuildContext): JsonObject {
  return {
    name,
    ...(context.namespace === null ? {} : { namespace: context.namespace }),
    labels: { ...(isObject(resolved.labels) ? resolved.labels : {}), ...standardLabels(context.workspace) },
  };
}
