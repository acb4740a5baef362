import type { CheckAction } from "@/components/yaml/use-check";
import type { AdoptPreviewDto } from "@/lib/adoption/dto";
import type { ActionResult } from "@/lib/shared/action-result";
import type { WorkspaceDto } from "@/lib/workspaces/dto";

export type AdoptRequest = {
  readonly cluster: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly document_yaml: string;
  readonly owner?: string;
  readonly plan_hash?: string;
};

/** What the page lets this screen do. */
export type AdoptActions = {
  readonly check: CheckAction;
  readonly preview: (input: AdoptRequest) => Promise<ActionResult<AdoptPreviewDto>>;
  readonly adopt: (input: AdoptRequest) => Promise<ActionResult<{ readonly workspace: WorkspaceDto }>>;
};
