"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLive } from "@/components/layout/live";
import type { OperationDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
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
  const [deleted, setDeleted] = useState(false);
  const leaving = useRef(initial.operation?.kind === "delete");
  const { id, name, cluster } = initial;
  const { data } = useQuery({
    queryKey: workspaceKeys.one(cluster, name),
    queryFn: ({ signal }) => readApi<WorkspaceDto>(workspacePath({ name, cluster }), signal),
    initialData: initial,
    // Between the server's rendering and this subscription events may have passed: what was rendered is asked for once more.
    initialDataUpdatedAt: 0,
  });

  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === "workspace" && event.data.id === id) {
          if ("deleted" in event.data) return setDeleted(true);
          // Nothing of what is going away can be read much longer.
          if (leaving.current || event.data.phase === "deleting") return;
          // The event has the summary only; document and rights belong to a revision.
          const known = client.getQueryData<WorkspaceDto>(workspaceKeys.one(cluster, name));
          if (known?.revision !== event.data.revision)
            void client.invalidateQueries({ queryKey: workspaceKeys.one(cluster, name) });
          for (const part of ["events", "activity"] as const)
            void client.invalidateQueries({ queryKey: workspaceKeys.part(cluster, name, part) });
        }
        if (event.type === "operation" && event.data.workspace_id === id) {
          leaving.current = event.data.kind === "delete" && event.data.state !== "failed";
          if (event.data.finished_at === null) return setEnded(null);
          setEnded(event.data);
          // Nothing is left that could be read again.
          if (event.data.kind === "delete" && event.data.state === "done") return setDeleted(true);
          void client.invalidateQueries({ queryKey: workspaceKeys.of(cluster, name) });
        }
      }),
    [subscribe, client, id, cluster, name],
  );

  return { workspace: data, ended, deleted };
}
