import type { CheckAction } from "@/components/yaml/use-check";
import type { ActionResult } from "@/lib/shared/action-result";
import type { TemplateDetailDto, TemplateEffectDto } from "@/lib/templates/dto";

/** What the page lets this screen do. */
export type TemplateActions = {
  readonly check: CheckAction;
  readonly preview: (input: { name: string; text: string }) => Promise<ActionResult<TemplateEffectDto>>;
  readonly save: (input: {
    name: string;
    text?: string;
    message?: string;
    if_version?: number;
    hidden?: boolean;
    deprecated?: boolean;
    redirect?: string | null;
  }) => Promise<ActionResult<TemplateDetailDto>>;
  readonly remove: (input: { name: string }) => Promise<ActionResult<null>>;
};

export type NewTemplateActions = Pick<TemplateActions, "check"> & {
  readonly create: (input: { text: string }) => Promise<ActionResult<TemplateDetailDto>>;
};
