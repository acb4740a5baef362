import type { Services } from "@/lib/server/services";
import type { Tx } from "@/lib/server/db";

/** The user that BERTH_BOOTSTRAP_TOKEN acts as. Programs use it; nobody can sign in as it. */
export const bootstrapUserId = "bootstrap";

/** Is there a person who owns the portal? Until then the set-up link works. */
export async function hasOwner({ db }: Pick<Services, "db"> | { readonly db: Tx }): Promise<boolean> {
  const found = await db.user.findFirst({
    where: { role: "owner", id: { not: bootstrapUserId } },
    select: { id: true },
  });
  return found !== null;
}
