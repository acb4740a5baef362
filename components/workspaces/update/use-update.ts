"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { callAction } from "@/components/ui/call-action";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import type { PreviewUpdate, UpdateInput, WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import type { ActionResult } from "@/lib/shared/action-result";
import type { Draft } from "@/components/yaml/use-draft";
import type { ActivityDto, ListDto, WorkspaceDto } from "@/lib/workspaces/dto";
import type { MergedText } from "@/lib/workspaces/merge-texts";

export type Change = Pick<UpdateInput, "document_yaml" | "update_workspace_settings">;
export type ApplyWhen = "now" | "next-restart";
type Failure = Extract<ActionResult<unknown>, { ok: false }>["error"];

export type UpdateFlow = {
  /** The plan to confirm; null while the change is still being written. */
  readonly preview: PreviewUpdate | null;
  /** Who changed the workspace since the text or the first plan was begun; null when it was not. Empty when that is not known. */
  readonly changedBy: string | null;
  /** The change was put on top of theirs; null: it was not, and takes the place of the document as it is now. */
  readonly merged: MergedText | null;
  /** The cluster's present variables and policies are taken over. */
  readonly withSettings: boolean;
  /** Until the next restart. */
  readonly mayWait: boolean;
  /** There is something to keep even when no object changes. */
  readonly storesRevision: boolean;
  readonly failure: Failure | null;
  readonly busy: boolean;
  /** `draft`: where the text of the change is written. */
  readonly review: (change: Change, draft?: Draft) => Promise<void>;
  readonly apply: (when: ApplyWhen) => Promise<void>;
  readonly back: () => void;
};

export type UpdateActions = Pick<WorkspaceActions, "previewUpdate"> & {
  readonly update: (input: UpdateInput) => Promise<ActionResult<unknown>>;
};

/** Of a change that the server knows how to make and that carries no document. */
export type ChangeKind = { readonly storesRevision?: boolean; readonly mayWait?: boolean };

/**
 * A change, its plan, and the confirmation of exactly that plan. When the workspace changed in between, nothing is applied: what was written is
 * put on top of the document as it is now, and the fresh plan, with the name of who changed it, waits for another confirmation.
 */
export function useUpdate(
  workspace: WorkspaceDto,
  actions: UpdateActions,
  onApplied: (when: ApplyWhen) => void,
  { storesRevision = false, mayWait = true }: ChangeKind = {},
): UpdateFlow {
  const unreachable = useTranslations("workspace")("unreachable");
  const [change, setChange] = useState<Change>({});
  const [draft, setDraft] = useState<Draft>();
  const [preview, setPreview] = useState<PreviewUpdate | null>(null);
  const [changedBy, setChangedBy] = useState<string | null>(null);
  const [merged, setMerged] = useState<MergedText | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const { name, cluster } = workspace;

  const plan = async (wanted: Change): Promise<void> => {
    const result = await callAction(() => actions.previewUpdate({ name, cluster, ...wanted }), unreachable);
    if (result.ok) setPreview(result.value);
    else setFailure(result.error);
  };
  /** The change on top of the document in force. */
  const bringUpToDate = async (wanted: Change, written: Draft | undefined): Promise<Change> => {
    if (!written || wanted.document_yaml === undefined) return wanted;
    const inForce = await documentInForce(workspace);
    if (inForce === null || inForce === written.base) return wanted;
    const found = written.rebase(inForce);
    setMerged(found);
    setChangedBy(await lastActor(workspace));
    return found ? { ...wanted, document_yaml: found.text } : wanted;
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
    merged,
    withSettings: change.update_workspace_settings === true,
    mayWait,
    storesRevision: storesRevision || change.document_yaml !== undefined,
    failure,
    busy,
    review: (wanted, written) =>
      work(async () => {
        setChangedBy(null);
        setMerged(null);
        setDraft(written);
        const present = await bringUpToDate(wanted, written);
        setChange(present);
        await plan(present);
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
        const present = await bringUpToDate(change, draft);
        setChange(present);
        await plan(present);
      }),
    back: () => {
      setPreview(null);
      setFailure(null);
      setChangedBy(null);
      setMerged(null);
    },
  };
}

/** Null when it cannot be read: the plan tells of everything that the change does. */
async function documentInForce(workspace: WorkspaceDto): Promise<string | null> {
  const abort = new AbortController();
  const present = await readApi<WorkspaceDto>(workspacePath(workspace), abort.signal).catch(() => null);
  return present?.document_yaml ?? null;
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
