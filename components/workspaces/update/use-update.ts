"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callAction } from "@/components/ui/call-action";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import type { PreviewUpdate, UpdateInput, WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import type { ActionResult } from "@/lib/shared/action-result";
import type { ActivityDto, ListDto, WorkspaceDto } from "@/lib/workspaces/dto";

export type Change = Pick<UpdateInput, "document_yaml" | "update_workspace_settings">;
export type ApplyWhen = "now" | "next-restart";
type Failure = Extract<ActionResult<unknown>, { ok: false }>["error"];

export type UpdateFlow = {
  /** The plan to confirm; null while the change is still being written. */
  readonly preview: PreviewUpdate | null;
  /** Who changed the workspace since the first plan; null when it was not. Empty when that is not known. */
  readonly changedBy: string | null;
  /** The cluster's present variables and policies are taken over. */
  readonly withSettings: boolean;
  /** Until the next restart. */
  readonly mayWait: boolean;
  /** There is something to keep even when no object changes. */
  readonly storesRevision: boolean;
  readonly failure: Failure | null;
  readonly busy: boolean;
  readonly review: (change: Change) => Promise<void>;
  readonly apply: (when: ApplyWhen) => Promise<void>;
  readonly back: () => void;
};

export type UpdateActions = Pick<WorkspaceActions, "previewUpdate"> & {
  readonly update: (input: UpdateInput) => Promise<ActionResult<unknown>>;
};

/** Of a change that the server knows how to make and that carries no document. */
export type ChangeKind = { readonly storesRevision?: boolean; readonly mayWait?: boolean };

/**
 * A change, its plan, and the confirmation of exactly that plan. When the workspace changed in between, nothing is applied: the fresh plan
 * takes the place of the old one, with the name of who changed it, and waits for another confirmation.
 */
export function useUpdate(
  workspace: WorkspaceDto,
  actions: UpdateActions,
  onApplied: (when: ApplyWhen) => void,
  { storesRevision = false, mayWait = true }: ChangeKind = {},
): UpdateFlow {
  const unreachable = useTranslations("workspace")("unreachable");
  const [change, setChange] = useState<Change>({});
  const [preview, setPreview] = useState<PreviewUpdate | null>(null);
  const [changedBy, setChangedBy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const { name, cluster } = workspace;

  const plan = async (wanted: Change): Promise<void> => {
    const result = await callAction(() => actions.previewUpdate({ name, cluster, ...wanted }), unreachable);
    if (result.ok) setPreview(result.value);
    else setFailure(result.error);
  };
  const work = async (run: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    await run();
    setBusy(false);
  };

  return {
    preview,
    changedBy,
    withSettings: change.update_workspace_settings === true,
    mayWait,
    storesRevision: storesRevision || change.document_yaml !== undefined,
    failure,
    busy,
    review: (wanted) =>
      work(async () => {
        setChange(wanted);
        setChangedBy(null);
        await plan(wanted);
      }),
    apply: (when) =>
      work(async () => {
        if (!preview) return;
        const input: UpdateInput = { name, cluster, ...change, apply: when, plan_hash: preview.plan.hash };
        const result = await callAction(() => actions.update(input), unreachable);
        if (result.ok) {
          setPreview(null);
          return onApplied(when);
        }
        if (result.error.code !== "plan-stale") return setFailure(result.error);
        setChangedBy(await lastActor(workspace));
        await plan(change);
      }),
    back: () => {
      setPreview(null);
      setFailure(null);
      setChangedBy(null);
    },
  };
}

/** Who did the last thing with the workspace; empty when it cannot be read: the plan is what matters. */
async function lastActor(workspace: WorkspaceDto): Promise<string> {
  const abort = new AbortController();
  const activity = await readApi<ListDto<ActivityDto>>(
    workspacePath(workspace, "/activity", { limit: "1" }),
    abort.signal,
  ).catch(() => null);
  return activity?.items[0]?.actor ?? "";
}
