import type { CheckAction } from "@/components/yaml/use-check";
import type { PolicyDto, PolicyEffectDto } from "@/lib/policy/dto";
import type { ActionResult } from "@/lib/shared/action-result";

/** What the page lets this screen do. */
export type PolicyActions = {
  readonly check: CheckAction;
  readonly preview: (input: { yaml: string }) => Promise<ActionResult<PolicyEffectDto>>;
  readonly save: (input: { text: string; message?: string; if_version?: number }) => Promise<ActionResult<PolicyDto>>;
};
