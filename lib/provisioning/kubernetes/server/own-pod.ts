import { isPortalError } from "@/lib/shared/errors";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { textOf } from "../build/values";
import { inheritedAnnotations } from "../inherited-annotations";
import { relatedKinds } from "../kinds";
import type { KubernetesClient } from "./client";
import { listKind } from "./list-kind";

/**
 * What workspaces inherit from the portal's own pod: `{ annotations }`, or `{ problem }`: `not-in-a-pod`, `not-found`, `unreadable`. `place` is
 * the cluster's option `own_pod`. Listed by name, not got: that is a right which Berth has in any case.
 */
export async function ownPodFact(client: KubernetesClient, place: Json, signal: AbortSignal): Promise<JsonObject> {
  const name = isObject(place) ? textOf(place.name) : null;
  const namespace = isObject(place) ? textOf(place.namespace) : null;
  if (name === null || namespace === null) return { problem: "not-in-a-pod" };
  try {
    const query = { fieldSelector: `metadata.name=${name}` };
    const { items } = await listKind(client, relatedKinds.Pod, namespace, query, signal);
    const [pod] = items;
    if (!pod) return { problem: "not-found", name, namespace };
    const annotations = getIn(pod, ["metadata", "annotations"]);
    return { annotations: inheritedAnnotations(isObject(annotations) ? annotations : {}) };
  } catch (error) {
    if (!isPortalError(error) || error.code !== "cluster/forbidden") throw error;
    return { problem: "unreadable", name, namespace };
  }
}
