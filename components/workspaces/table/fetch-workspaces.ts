import { fetchJson } from "@/components/ui/fetch-json";
import type { PageRequest } from "@/components/ui/use-paged-rows";
import type { ListDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";

/** One page of the list. */
export function fetchWorkspaces(
  query: Readonly<Record<string, string>>,
  { offset, limit }: PageRequest,
  signal: AbortSignal,
): Promise<ListDto<WorkspaceSummaryDto>> {
  const parameters = new URLSearchParams({ ...query, offset: String(offset), limit: String(limit) });
  return fetchJson(`/api/v1/workspaces?${parameters}`, signal);
}
