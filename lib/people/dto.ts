import type { MeDto as WhoDto } from "@/lib/workspaces/dto";

/** One's own profile. */
export type MeDto = WhoDto & {
  readonly locale: string | null;
  readonly created_at: string;
  readonly last_sign_in_at: string | null;
};
