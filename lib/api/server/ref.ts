import type { Ref } from "@/lib/workspaces/server/authorise";

/** The workspace that a path `/workspaces/{name}` and its `?cluster=` name. */
export function refOf(params: Readonly<Record<string, string>>, query: { readonly cluster?: string | undefined }): Ref {
  return { name: params.name ?? "", ...(query.cluster === undefined ? {} : { cluster: query.cluster }) };
}
