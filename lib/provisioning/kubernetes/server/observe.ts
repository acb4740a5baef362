import { isPortalError } from "@/lib/shared/errors";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { labelKeys } from "../../labels";
import type { Observation, RuntimeEvent, WorkspaceRef } from "../../provider";
import { collectionPath, isRouteKind, managedKinds, relatedKinds, type KindPath } from "../kinds";
import { runtimeEvent, toManifest } from "./objects";
import type { KubernetesClient } from "./client";
import { byTime } from "./memory";

/** Pages of a list, so that no answer is huge. */
const pageSize = 500;

const metadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

type ListResult = { readonly items: readonly JsonObject[]; readonly resourceVersion: string };

export type ListQuery = { readonly labelSelector?: string; readonly fieldSelector?: string };

/** All objects of a kind, page by page. Of Secrets only the metadata. */
export async function listKind(
  client: KubernetesClient,
  kind: KindPath,
  namespace: string,
  query: ListQuery,
  signal: AbortSignal,
): Promise<ListResult> {
  const items: JsonObject[] = [];
  let token = "";
  for (;;) {
    const parameters = new URLSearchParams({
      ...query,
      limit: String(pageSize),
      ...(token === "" ? {} : { continue: token }),
    });
    const page = await client.request({
      call: { verb: "list", resource: kind.plural, namespace },
      method: "GET",
      path: `${collectionPath(kind, namespace)}?${parameters}`,
      ...(kind.plural === "secrets" ? { accept: metadataList } : {}),
      signal,
    });
    const found = getIn(page, ["items"]);
    if (Array.isArray(found)) items.push(...found.filter(isObject));
    token = textAt(page, "continue");
    if (token === "") return { items, resourceVersion: textAt(page, "resourceVersion") };
  }
}

/** The cluster does not serve the kind, or does not let Berth see it. */
export const isUnavailable = (error: unknown): boolean =>
  isPortalError(error) && (error.code === "not-found" || error.code === "cluster/forbidden");

async function orNone<T>(listed: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await listed;
  } catch (error) {
    if (isUnavailable(error)) return [];
    throw error;
  }
}

function textAt(page: unknown, field: string): string {
  const value = getIn(page, ["metadata", field]);
  return typeof value === "string" ? value : "";
}

/** A fresh look at one workspace: its objects by label, and the events about them. */
export async function observeWorkspace(
  client: KubernetesClient,
  ref: WorkspaceRef,
  namespace: string,
  signal: AbortSignal,
): Promise<Observation> {
  const query = { labelSelector: `${labelKeys.workspaceId}=${ref.id}` };
  const list = async (name: string, kind: KindPath) => {
    const listed = listKind(client, kind, namespace, query, signal).then(({ items }) => items);
    const items = await (isRouteKind(name) ? orNone(listed) : listed);
    return items.map((item) => toManifest(name, item));
  };
  const managed = Promise.all(Object.entries(managedKinds).map(([name, kind]) => list(name, kind)));
  const [manifests, pods, events] = await Promise.all([
    managed,
    list("Pod", relatedKinds.Pod),
    eventsOf(client, ref, namespace, signal),
  ]);
  const isThere = manifests.flat().length + pods.length > 0;
  return { manifests: manifests.flat(), related: pods, events: isThere ? events : [] };
}

/** Events have no labels: they are asked for by the names of the objects that can have some. */
async function eventsOf(
  client: KubernetesClient,
  ref: WorkspaceRef,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly RuntimeEvent[]> {
  const names = [ref.names.main, `${ref.names.main}-0`, ref.names.data];
  const lists = await Promise.all(
    names.map((name) =>
      listKind(client, relatedKinds.Event, namespace, { fieldSelector: `involvedObject.name=${name}` }, signal),
    ),
  );
  return lists.flatMap(({ items }) => items.map(runtimeEvent)).sort(byTime);
}
