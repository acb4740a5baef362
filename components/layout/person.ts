import type { Role } from "@/lib/access/roles";

/** Who uses the portal and what its navigation may offer; decided by the server. */
export type Person = {
  readonly name: string;
  readonly email: string;
  readonly role: Role | null;
  readonly mayCreate: boolean;
};
