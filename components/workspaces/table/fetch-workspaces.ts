import type { ListDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";

type Request = { readonly offset: number; readonly limit: number };

/** One page of the list. A refusal throws its own text; no answer throws an error without text. */
export async function fetchWorkspaces(
  query: Readonly<Record<string, string>>,
  { offset, limit }: Request,
  signal: AbortSignal,
): Promise<ListDto<WorkspaceSummaryDto>> {
  const parameters = new URLSearchParams({ ...query, offset: String(offset), limit: String(limit) });
  const answer = await fetch(`/api/v1/workspaces?${parameters}`, { signal }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new Error("", { cause });
  });
  if (answer.ok) return (await answer.json()) as ListDto<WorkspaceSummaryDto>;
  const problem = (await answer.json().catch(() => ({}))) as { readonly detail?: string };
  throw new Error(problem.detail ?? `HTTP ${answer.status}`);
}
