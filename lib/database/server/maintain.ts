import type { OpenDatabase } from "./open";
import type { Clock } from "@/lib/server/services";
import type { Logger } from "@/lib/server/logger";

const minute = 60_000;
const day = 24 * 60 * minute;

/** The embedded database has no background processes: without these its log and its tables grow without bound. */
const embeddedChores = [
  { sql: "CHECKPOINT", every: 4 * minute },
  { sql: "VACUUM (ANALYZE)", every: 60 * minute },
] as const;

/** Upkeep until the returned function is called; that one waits for what runs. */
export function maintain({ db, embedded }: OpenDatabase, log: Logger, clock: Clock): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const repeat = (name: string, every: number, work: () => Promise<unknown>) => {
    const timer = setInterval(() => {
      const run = work().then(
        () => undefined,
        (error: unknown) => log.error({ err: error, chore: name }, "upkeep of the database failed"),
      );
      running.add(run);
      void run.finally(() => running.delete(run));
    }, every);
    timer.unref();
    return timer;
  };

  const timers = [repeat("expired rows", 10 * minute, () => removeExpired(db, clock.now()))];
  if (embedded) timers.push(...embeddedChores.map(({ sql, every }) => repeat(sql, every, () => embedded.exec(sql))));
  return async () => {
    timers.forEach((timer) => clearInterval(timer));
    await Promise.all(running);
  };
}

/** Codes and sessions whose time is over, answers kept for a repeated request longer than a day ago. */
export async function removeExpired(db: OpenDatabase["db"], now: Date): Promise<void> {
  await db.oneTimeCode.deleteMany({ where: { expiresAt: { lt: now } } });
  await db.gatewaySession.deleteMany({ where: { expiresAt: { lt: now } } });
  await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - day) } } });
}
