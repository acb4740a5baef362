import type { QueryClient } from "@tanstack/react-query";
import type { PortalEvent } from "@/lib/events/event";
import type { FleetDto, FleetEventDto, FleetSummaryDto } from "@/lib/fleet/dto";
import { fleetKeys } from "@/lib/fleet/query-keys";
import type { ListDto, OperationDto, WorkspaceDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { clusterKeys, operationKeys, workspaceKeys } from "@/lib/workspaces/query-keys";

type Page = ListDto<WorkspaceSummaryDto>;

/** Brings one event of the stream into the cache, so that open screens change without a request. */
export function applyEvent(client: QueryClient, event: PortalEvent): void {
  if (event.type === "operation") return applyOperation(client, event.data);
  if (event.type === "fleet") return applyFleet(client, event.data);
  if (event.type !== "workspace") return;
  if ("deleted" in event.data) return dropWorkspace(client, event.data.id);
  applyWorkspace(client, event.data);
}

/** After a gap in the stream nothing in the cache is known to be true. */
export function forgetEverything(client: QueryClient): void {
  for (const queryKey of [workspaceKeys.all, operationKeys.all, clusterKeys.all, fleetKeys.all])
    void client.invalidateQueries({ queryKey });
}

function applyWorkspace(client: QueryClient, summary: WorkspaceSummaryDto): void {
  let known = false;
  client.setQueriesData<Page>({ queryKey: workspaceKeys.lists }, (page) => {
    const at = page?.items.findIndex((item) => item.id === summary.id) ?? -1;
    if (!page || at < 0) return page;
    known = true;
    return { ...page, items: page.items.with(at, summary) };
  });
  const one = workspaceKeys.one(summary.cluster, summary.name);
  const before = client.getQueryData<WorkspaceDto>(one);
  if (before?.id === summary.id) client.setQueryData<WorkspaceDto>(one, { ...before, ...summary });
  // New, or on a page that is not loaded: counts and order may have changed.
  if (!known) void client.invalidateQueries({ queryKey: workspaceKeys.lists });
  askAgainWhatIsUnderWay(client, workspaceKeys.lists);
  // What is being deleted is not asked for again, and an older answer must not bring it back.
  if (summary.phase === "deleting")
    void client.cancelQueries({ queryKey: workspaceKeys.of(summary.cluster, summary.name) });
  // The event has the summary only: the document belongs to the revision.
  else if (before && (before.revision !== summary.revision || idleMoved(before, summary)))
    void client.invalidateQueries({ queryKey: one });
  else askAgainWhatIsUnderWay(client, one);
}

/** What was seen of its use, and why it stops or does not, is not in the event either. */
const idleMoved = (before: WorkspaceSummaryDto, after: WorkspaceSummaryDto): boolean =>
  before.idle_stops_at !== after.idle_stops_at || before.idle_warned !== after.idle_warned;

/** An answer that is still on its way may have been made before the event and would overwrite what the event told. */
function askAgainWhatIsUnderWay(client: QueryClient, queryKey: readonly unknown[]): void {
  if (client.isFetching({ queryKey }) > 0) void client.invalidateQueries({ queryKey });
}

function dropWorkspace(client: QueryClient, id: string): void {
  client.setQueriesData<Page>({ queryKey: workspaceKeys.lists }, (page) => {
    if (!page?.items.some((item) => item.id === id)) return page;
    return { ...page, items: page.items.filter((item) => item.id !== id), total: page.total - 1 };
  });
  void client.invalidateQueries({ queryKey: workspaceKeys.lists });
}

function applyOperation(client: QueryClient, operation: OperationDto): void {
  client.setQueryData(operationKeys.one(operation.id), operation);
  const over = operation.finished_at !== null;
  client.setQueriesData<WorkspaceDto>(
    { queryKey: ["workspaces", "of"], predicate: ({ queryKey }) => queryKey.at(-1) === "workspace" },
    (old) => {
      if (!old || old.id !== operation.workspace_id) return old;
      return { ...old, operation: over ? (old.operation?.id === operation.id ? null : old.operation) : operation };
    },
  );
}

/** The event has how the rollout stands, and of its workspaces those that have just changed. */
function applyFleet(client: QueryClient, { items, ...summary }: FleetEventDto): void {
  const one = fleetKeys.one(summary.id);
  const changed = new Map(items.map((item) => [item.position, item]));
  client.setQueryData<FleetDto>(
    one,
    (known) => known && { ...known, ...summary, items: known.items.map((item) => changed.get(item.position) ?? item) },
  );
  let listed = false;
  client.setQueryData<ListDto<FleetSummaryDto>>(fleetKeys.list, (page) => {
    const at = page?.items.findIndex(({ id }) => id === summary.id) ?? -1;
    if (!page || at < 0) return page;
    listed = true;
    return { ...page, items: page.items.with(at, summary) };
  });
  if (!listed) void client.invalidateQueries({ queryKey: fleetKeys.list });
  askAgainWhatIsUnderWay(client, one);
}
