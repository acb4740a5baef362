import { createHash } from "node:crypto";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isUniqueViolation } from "./db";
import type { Services } from "./services";

/** What a repeated request gets again; `body` is the JSON text. */
export type StoredAnswer = { readonly status: number; readonly body: string };

export type Claim =
  | { readonly kind: "replay"; readonly answer: StoredAnswer }
  | {
      readonly kind: "run";
      readonly store: (answer: StoredAnswer) => Promise<void>;
      readonly release: () => Promise<void>;
    };

/** An answer that never came: the portal died on the way. Then the request may run again. */
const abandonedMilliseconds = 60_000;
const running = 0;

/**
 * Claims an Idempotency-Key (api.md) for one request of one user. The same request again gets the same answer; another one under the same
 * key is refused. Answers are sealed: they may hold a new token.
 */
export async function claimKey(
  { db, clock, secrets }: Pick<Services, "db" | "clock" | "secrets">,
  userId: string,
  key: string,
  request: { readonly method: string; readonly path: string; readonly body: string },
): Promise<Claim> {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new PortalError("request/unreadable", say("request/idempotency-key"));
  }
  const id = { userId, key };
  const digest = createHash("sha256")
    .update(JSON.stringify([request.method, request.path, request.body]))
    .digest("base64url");
  const claim: Claim = {
    kind: "run",
    store: async ({ status, body }) => {
      await db.idempotencyKey.updateMany({ where: id, data: { status, body: secrets.seal(body) } });
    },
    release: async () => {
      await db.idempotencyKey.deleteMany({ where: { ...id, status: running } });
    },
  };
  try {
    await db.idempotencyKey.create({
      data: { ...id, request: digest, status: running, body: "", createdAt: clock.now() },
    });
    return claim;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
  }
  const found = await db.idempotencyKey.findUnique({ where: { userId_key: id } });
  if (!found) throw new PortalError("conflict", say("request/idempotency-failed"));
  if (found.request !== digest) {
    throw new PortalError("document/invalid", say("request/idempotency-used"));
  }
  if (found.status !== running)
    return { kind: "replay", answer: { status: found.status, body: secrets.open(String(found.body)) } };
  const due = new Date(clock.now().getTime() - abandonedMilliseconds);
  const taken = await db.idempotencyKey.updateMany({
    where: { ...id, status: running, createdAt: { lt: due } },
    data: { createdAt: clock.now() },
  });
  if (taken.count === 0) throw new PortalError("conflict", say("request/idempotency-running"));
  return claim;
}
