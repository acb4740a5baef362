"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLive } from "@/components/layout/live";
import type { OperationDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { operationKeys, workspaceKeys } from "@/lib/workspaces/query-keys";
import { isGoing } from "./is-going";
import { readApi, workspacePath } from "./read-api";

export type LiveWorkspace = {
  readonly workspace: WorkspaceDto;
  /** The last operation that ended while the page was open. */
  readonly ended: OperationDto | null;
  readonly deleted: boolean;
};

/** The workspace as the page was rendered with it, and from then on as the live events tell. */
export function useWorkspace(initial: WorkspaceDto): LiveWorkspace {
  const client = useQueryClient();
  const { subscribe } = useLive();
  const [ended, setEnded] = useState<OperationDto | null>(null);
  const [gone, setGone] = useState(false);
  const { id, name, cluster } = initial;
  const { data } = useQuery({
    queryKey: workspaceKeys.one(cluster, name),
    queryFn: ({ signal }) => readApi<WorkspaceDto>(workspacePath({ name, cluster }), signal),
    initialData: initial,
    // Between the server's rendering and this subscription events may have passed: what was rendered is asked for once more.
    initialDataUpdatedAt: 0,
    enabled: ({ state }) => !gone && !isGoing(state.data ?? initial),
  });
  const removed = useRemoved(data, gone);

  useEffect(
    () =>
      subscribe((event) => {
        const known = client.getQueryData<WorkspaceDto>(workspaceKeys.one(cluster, name));
        const going = known !== undefined && isGoing(known);
        if (event.type === "workspace" && event.data.id === id) {
          if ("deleted" in event.data) return setGone(true);
          if (going) return;
          for (const part of ["events", "activity", "drift"] as const)
            void client.invalidateQueries({ queryKey: workspaceKeys.part(cluster, name, part) });
        }
        if (event.type === "operation" && event.data.workspace_id === id) {
          if (event.data.finished_at === null) return setEnded(null);
          setEnded(event.data);
          if (event.data.kind === "delete" && event.data.state === "done") return setGone(true);
          if (!going) void client.invalidateQueries({ queryKey: workspaceKeys.of(cluster, name) });
        }
      }),
    [subscribe, client, id, cluster, name],
  );

  return { workspace: data, ended, deleted: gone || removed };
}

/**
 * A workspace that is going is not asked for, because it may be gone already; its operation outlives it. Live events tell of the operation
 * too: it is asked for only where they have not, on a page that was rendered in between or after a cut.
 */
function useRemoved(workspace: WorkspaceDto, gone: boolean): boolean {
  const id = workspace.operation?.kind === "delete" ? workspace.operation.id : null;
  const { data } = useQuery({
    queryKey: operationKeys.one(id ?? ""),
    queryFn: ({ signal }) => readApi<OperationDto>(`/operations/${id ?? ""}`, signal),
    enabled: ({ state }) => id !== null && !gone && (state.data?.finished_at ?? null) === null,
    staleTime: Infinity,
  });
  return id !== null && data?.state === "done";
}
