import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLock } from "./lock";
import { processIdentity } from "./process-identity";

describe("the lock of the embedded database", () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "berth-lock-"));
    file = path.join(directory, "db.lock");
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const hold = (owner: object) => writeFile(file, JSON.stringify(owner));

  it("is held by one at a time and free again after its release", async () => {
    const release = await takeLock(file);
    await expect(takeLock(file)).rejects.toThrow(`process ${process.pid}`);
    await release();
    await (
      await takeLock(file)
    )();
  });

  it("is taken over when its process is gone", async () => {
    await hold({ pid: 2 ** 22 + 1, identity: "gone", host: "here" });
    await (
      await takeLock(file, { host: "here" })
    )();
  });

  it("is taken over when a later process has the same pid", async () => {
    await hold({ pid: process.pid, identity: "an earlier start", host: "here" });
    await (
      await takeLock(file, { host: "here" })
    )();
  });

  it("of a living process of another machine is respected until its heartbeat is 30 seconds old", async () => {
    await hold({ pid: 1, identity: "x", host: "there" });
    await expect(takeLock(file, { host: "here" })).rejects.toThrow("on there");
    await utimes(file, 1, 1);
    await (
      await takeLock(file, { host: "here" })
    )();
  });

  it("that a power cut left empty is taken over", async () => {
    await writeFile(file, "");
    await (
      await takeLock(file)
    )();
  });

  it("goes to exactly one of many that start at once over a stale one", async () => {
    await hold({ pid: 2 ** 22 + 1, identity: "gone", host: "here" });
    const identity = await processIdentity(process.pid);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(file, { host: "here" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
    expect(refusals.every((text) => text.includes(`process ${process.pid}`))).toBe(true);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ pid: process.pid, identity, host: "here" });
  });
});
