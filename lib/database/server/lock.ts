import { link, readFile, rename, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { newId } from "@/lib/server/ids";
import { processIdentity } from "./process-identity";

type Owner = { readonly pid: number; readonly identity: string; readonly host: string };

/** Of another machine or container only the heartbeat tells whether it lives. */
const heartbeatMilliseconds = 5_000;
const deadMilliseconds = 30_000;
const guardMilliseconds = 10_000;

export type LockOptions = { readonly host?: string; readonly now?: () => number };

/**
 * Takes the lock file, or throws saying who holds it. PGlite has no lock of its own: two processes on one directory silently lose rows.
 * A lock whose process is gone is taken over; the start time tells a process from a later one with the same pid.
 */
export async function takeLock(file: string, options: LockOptions = {}): Promise<() => Promise<void>> {
  const host = options.host ?? hostname();
  const now = options.now ?? Date.now;
  const owner: Owner = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? "", host };
  const mine = JSON.stringify(owner);
  const draft = `${file}.${newId()}`;
  await writeFile(draft, mine);
  try {
    for (;;) {
      if (await linked(draft, file)) break;
      const held = await readOrNull(file);
      if (held === null) continue;
      await refuseIfAlive(file, held, host, now());
      if (await replaceStale(file, held, draft)) break;
    }
  } finally {
    await unlink(draft);
  }
  const timer = setInterval(() => void touch(file, now()), heartbeatMilliseconds);
  timer.unref();
  return async () => {
    clearInterval(timer);
    if ((await readOrNull(file)) === mine) await unlink(file);
  };
}

async function refuseIfAlive(file: string, held: string, host: string, now: number): Promise<void> {
  const owner = parseOwner(held);
  if (!owner) return;
  if (owner.host === host) {
    if ((await processIdentity(owner.pid)) !== owner.identity) return;
    throw new Error(
      `The database is in use by another Berth, process ${owner.pid} (${file}). Stop that one, give this one another BERTH_DATA_DIR, or use PostgreSQL (DATABASE_URL).`,
    );
  }
  const seen = await stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  if (now - seen < deadMilliseconds) {
    throw new Error(
      `The database is in use by another Berth on ${owner.host} (${file}). If that one is gone, start again in ${deadMilliseconds / 1000} seconds; several replicas need PostgreSQL (DATABASE_URL).`,
    );
  }
}

/**
 * Puts our lock in the place of a stale one, in one step. Two starts may find the same stale lock: only the one that holds the guard file may
 * replace it, and only while it is still that one.
 */
async function replaceStale(file: string, held: string, draft: string): Promise<boolean> {
  const guard = `${file}.takeover`;
  if (!(await linked(draft, guard))) {
    const since = await modifiedAt(guard);
    // A start that was killed between these few lines.
    if (Date.now() - since > guardMilliseconds) await unlink(guard).catch(ignoreMissing);
    await setTimeout(20);
    return false;
  }
  try {
    if ((await readOrNull(file)) !== held) return false;
    const copy = `${draft}.new`;
    await link(draft, copy);
    await rename(copy, file);
    return true;
  } finally {
    await unlink(guard);
  }
}

async function modifiedAt(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.mtimeMs,
    (error: unknown) => {
      ignoreMissing(error);
      return Number.POSITIVE_INFINITY;
    },
  );
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== "ENOENT") throw error;
}

function parseOwner(text: string): Owner | null {
  try {
    const value: unknown = JSON.parse(text);
    if (
      typeof value !== "object" ||
      value === null ||
      !("pid" in value) ||
      !("identity" in value) ||
      !("host" in value)
    )
      return null;
    const { pid, identity, host } = value;
    return typeof pid === "number" && typeof identity === "string" && typeof host === "string"
      ? { pid, identity, host }
      : null;
  } catch {
    // A lock that a power cut left empty names nobody.
    return null;
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function touch(file: string, now: number): Promise<void> {
  await utimes(file, now / 1000, now / 1000).catch((error: unknown) => {
    // Removed by hand while the portal runs: the next start is then not refused, but this one must go on.
    if (codeOf(error) !== "ENOENT") throw error;
  });
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
