import type { TokenScope } from "@/lib/access/grants";
import type { Role } from "@/lib/access/roles";

export type MeDto = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role | null;
  readonly locale: string | null;
  readonly created_at: string;
  readonly last_sign_in_at: string | null;
};

export type TokenDto = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** Ids and names of the workspaces it is limited to; null: not limited. */
  readonly workspaces: readonly { readonly id: string; readonly name: string | null }[] | null;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly created_at: string;
};
