import type { Text } from "@/lib/i18n/text";
import type { JsonObject } from "@/lib/shared/json";
import type { EffectiveDto, PlanDto } from "@/lib/workspaces/dto";

/** Something on a cluster that no workspace of this portal has. */
export type UnmanagedDto = {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly image: string | null;
  readonly mounts: readonly { readonly path: string; readonly source: string }[];
  readonly running: boolean;
  readonly ready: boolean;
  readonly since: string | null;
  /** Made by Mage's own workspaces. */
  readonly mage: boolean;
  /** A name that a workspace may have; people may choose another. */
  readonly workspace_name: string;
  /** The document that says what runs; null where it cannot be adopted. */
  readonly document_yaml: string | null;
  /** Why it cannot be adopted; null: it can. */
  readonly obstacle: string | null;
  readonly obstacle_text: Text | null;
  readonly remarks: readonly string[];
  readonly remark_texts: readonly (Text | null)[];
};

/** What adopting would do: the document that says what runs, and the plan. */
export type AdoptPreviewDto = {
  readonly plan: PlanDto;
  readonly effective: EffectiveDto;
  readonly document: JsonObject;
  readonly document_yaml: string;
};
