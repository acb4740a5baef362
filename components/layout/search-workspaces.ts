import type { ListDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";

/** The eight best matches of a search over names. */
export async function searchWorkspaces(search: string, signal: AbortSignal): Promise<ListDto<WorkspaceSummaryDto>> {
  const query = new URLSearchParams({ limit: "8", sort: "name", ...(search ? { search } : {}) });
  const answer = await fetch(`/api/v1/workspaces?${query}`, { signal });
  if (!answer.ok) throw new Error(`The workspaces were not listed: HTTP ${answer.status}`);
  return (await answer.json()) as ListDto<WorkspaceSummaryDto>;
}
