import { isPortalError } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { labelKeys } from "../../labels";
import { manifestKey, type Manifest } from "../../manifest";
import type { WorkspaceRef } from "../../provider";
import { selectorText, workloadKeyOf } from "../adopt/owner";
import { isAdoptedWorkload } from "../adopt/found";
import { isManagedKind, isWorkload, managedKinds, objectPath, relatedKinds } from "../kinds";
import type { KubernetesClient } from "./client";
import { listKind } from "./list-kind";
import { toManifest } from "./objects";

/** Objects that were taken over and do not carry Berth's labels yet, by their names. Those that are gone are left out. */
export async function unlabelledObjects(
  client: KubernetesClient,
  ref: WorkspaceRef,
  namespace: string,
  labelled: readonly Manifest[],
  signal: AbortSignal,
): Promise<readonly Manifest[]> {
  const known = new Set(labelled.map(manifestKey));
  const missing = (ref.names.adopted ?? []).filter((key) => !known.has(key));
  const found = await Promise.all(missing.map((key) => getObject(client, key, namespace, signal)));
  // What meanwhile belongs to another workspace is not this one's.
  return found.flatMap((manifest) => (manifest && !isOthers(manifest, ref) ? [manifest] : []));
}

const isOthers = ({ body }: Manifest, ref: WorkspaceRef): boolean => {
  const metadata = isObject(body.metadata) ? body.metadata : {};
  const id = isObject(metadata.labels) ? metadata.labels[labelKeys.workspaceId] : undefined;
  return id !== undefined && id !== ref.id;
};

async function getObject(
  client: KubernetesClient,
  key: string,
  namespace: string,
  signal: AbortSignal,
): Promise<Manifest | null> {
  const [kind = "", name = ""] = key.split("/");
  if (!isManagedKind(kind)) return null;
  const path = managedKinds[kind];
  try {
    const object = await client.request({
      call: { verb: "get", resource: path.plural, namespace, name },
      method: "GET",
      path: objectPath(path, namespace, name),
      signal,
    });
    return isObject(object) ? toManifest(kind, object) : null;
  } catch (error) {
    if (isPortalError(error) && error.code === "not-found") return null;
    throw error;
  }
}

/** The workspace's pods: by label, and by their owner where its template is one that somebody else wrote. */
export async function podsOf(
  client: KubernetesClient,
  ref: WorkspaceRef,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Manifest[]> {
  const query = { labelSelector: `${labelKeys.workspaceId}=${ref.id}` };
  const { items } = await listKind(client, relatedKinds.Pod, namespace, query, signal);
  const labelled = items.map((item) => toManifest("Pod", item));
  const key = (ref.names.adopted ?? []).find((entry) => isWorkload(entry.split("/")[0] ?? ""));
  const workload = key === undefined ? null : await getObject(client, key, namespace, signal);
  if (!workload || isOthers(workload, ref) || !isAdoptedWorkload(workload.kind, workload.body)) return labelled;
  return [...labelled, ...(await podsBySelector(client, workload, namespace, signal))];
}

async function podsBySelector(
  client: KubernetesClient,
  { kind, name, body }: Manifest,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Manifest[]> {
  const { items } = await listKind(client, relatedKinds.Pod, namespace, { labelSelector: selectorText(body) }, signal);
  const own = (pod: JsonObject) => workloadKeyOf(pod) === `${kind}/${name}`;
  return items.filter(own).map((item) => toManifest("Pod", item));
}
