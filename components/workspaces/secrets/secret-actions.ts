import type { ActionResult } from "@/lib/shared/action-result";
import type { WorkspaceSecretsDto } from "@/lib/variables/dto";

type SecretRef = { readonly name: string; readonly cluster: string; readonly secret: string };

/** What the tab *Secrets* may ask the server to do. */
export type SecretActions = {
  readonly put: (
    input: SecretRef & { readonly value?: string; readonly shared?: boolean },
  ) => Promise<ActionResult<WorkspaceSecretsDto>>;
  readonly remove: (input: SecretRef) => Promise<ActionResult<WorkspaceSecretsDto>>;
};
