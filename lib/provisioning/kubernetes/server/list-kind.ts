import { isPortalError } from "@/lib/shared/errors";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { collectionPath, type KindPath } from "../kinds";
import type { KubernetesClient } from "./client";

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

function textAt(page: unknown, field: string): string {
  const value = getIn(page, ["metadata", field]);
  return typeof value === "string" ? value : "";
}
