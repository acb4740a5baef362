import type { ActionResult } from "@/lib/shared/action-result";
import type { VariablesEffectDto, WorkspaceSecretsDto } from "@/lib/variables/dto";

export type VariablesChange = {
  readonly cluster: string;
  readonly variables?: { readonly name: string; readonly value?: string; readonly secret?: boolean }[];
  readonly env_file?: string;
  readonly env_file_secret?: boolean;
  readonly remove?: string[];
};

/** What the Variables page may ask the server to do. */
export type VariableActions = {
  readonly preview: (input: VariablesChange) => Promise<ActionResult<VariablesEffectDto>>;
  readonly save: (input: VariablesChange) => Promise<ActionResult<Pick<VariablesEffectDto, "changes">>>;
  readonly show: (input: { cluster: string; name: string }) => Promise<ActionResult<{ readonly value: string }>>;
  readonly withdraw: (input: {
    cluster: string;
    workspace: string;
    name: string;
  }) => Promise<ActionResult<WorkspaceSecretsDto>>;
};
