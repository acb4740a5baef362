import { fetchJson } from "@/components/ui/fetch-json";
import type { ListDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";

/** The eight best matches of a search over names. */
export function searchWorkspaces(search: string, signal: AbortSignal): Promise<ListDto<WorkspaceSummaryDto>> {
  const query = new URLSearchParams({ limit: "8", sort: "name", ...(search ? { search } : {}) });
  return fetchJson(`/api/v1/workspaces?${query}`, signal);
}
