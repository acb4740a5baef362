import type { ExtendAction } from "@/components/workspaces/idle/use-extend";
import type { CancelAction } from "@/components/workspaces/progress/operation-progress";
import type { Operate } from "@/components/workspaces/table/operate";
import type { CheckAction } from "@/components/yaml/use-check";
import type { ActionResult } from "@/lib/shared/action-result";
import type { OperationDto, PlanDto, WorkspaceDto } from "@/lib/workspaces/dto";

export type UpdateInput = {
  readonly name: string;
  readonly cluster: string;
  readonly document_yaml?: string;
  readonly update_workspace_settings?: boolean;
  readonly apply?: "now" | "next-restart";
  readonly plan_hash?: string;
};

export type UpdateAccepted = { readonly workspace: WorkspaceDto; readonly operation: OperationDto };

export type PreviewUpdate = { readonly plan: PlanDto; readonly settings_changed: readonly string[] };
export type PreviewDelete = { readonly removed: readonly string[]; readonly kept: readonly string[] };

/** Taking the document of an earlier revision as a new one. */
export type RollbackInput = Pick<UpdateInput, "name" | "cluster" | "apply" | "plan_hash"> & {
  readonly revision: number;
};
export type HistoryActions = {
  readonly previewRollback: (input: RollbackInput) => Promise<ActionResult<PreviewUpdate>>;
  readonly rollback: (input: RollbackInput) => Promise<ActionResult<UpdateAccepted>>;
};

export type DriftInput = Pick<UpdateInput, "name" | "cluster" | "plan_hash">;
export type DriftActions = {
  readonly previewRevert: (input: DriftInput) => Promise<ActionResult<PreviewUpdate>>;
  readonly revert: (input: DriftInput) => Promise<ActionResult<unknown>>;
  readonly previewAccept: (input: DriftInput) => Promise<ActionResult<PreviewUpdate>>;
  readonly accept: (input: DriftInput) => Promise<ActionResult<unknown>>;
};

/** What the pages of one workspace may ask the server to do; the pages pass these in, because components know no server code. */
export type WorkspaceActions = {
  readonly operate: Operate;
  readonly check: CheckAction;
  readonly previewUpdate: (input: UpdateInput) => Promise<ActionResult<PreviewUpdate>>;
  readonly update: (input: UpdateInput) => Promise<ActionResult<UpdateAccepted>>;
  readonly previewDelete: (input: {
    name: string;
    cluster: string;
    storage: "keep" | "delete";
  }) => Promise<ActionResult<PreviewDelete>>;
  readonly remove: (input: {
    name: string;
    cluster: string;
    storage: "keep" | "delete";
  }) => Promise<ActionResult<{ operation: OperationDto }>>;
  readonly cancel: CancelAction;
  readonly extend: ExtendAction;
  readonly history: HistoryActions;
  readonly drift: DriftActions;
};
