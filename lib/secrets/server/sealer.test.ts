import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseSettings } from "@/lib/config/parse-settings";
import { openSealer } from "./portal-secret";
import { createSealer } from "./sealer";

const oldSecret = "the first secret, longer than thirty-two characters";
const newSecret = "the second secret, longer than thirty-two characters";

describe("sealed texts", () => {
  const sealer = createSealer(oldSecret);

  it("open to what was sealed, differ each time and do not contain it", () => {
    for (const text of ["", "hunter2", "naïve ☃ 𝄞", "x".repeat(100_000)])
      expect(sealer.open(sealer.seal(text))).toBe(text);
    expect(sealer.seal("hunter2")).not.toBe(sealer.seal("hunter2"));
    expect(sealer.seal("hunter2")).not.toContain("hunter2");
  });

  it("that were altered in any character do not open", () => {
    const sealed = sealer.seal("hunter2");
    for (let index = 0; index < sealed.length - 1; index++) {
      const altered = sealed.slice(0, index) + (sealed[index] === "A" ? "B" : "A") + sealed.slice(index + 1);
      expect(() => sealer.open(altered), altered).toThrow();
    }
    for (const broken of ["", "v1", "v1.a.b", sealed.slice(0, -8), `${sealed}.x`])
      expect(() => sealer.open(broken)).toThrow();
  });

  it("open after a rotation with the previous secret only", () => {
    const sealed = sealer.seal("hunter2");
    const rotated = createSealer(newSecret, [oldSecret]);
    expect(rotated.open(sealed)).toBe("hunter2");
    expect(rotated.isOutdated(sealed)).toBe(true);
    expect(rotated.isOutdated(rotated.seal("hunter2"))).toBe(false);
    expect(() => createSealer(newSecret).open(sealed)).toThrow("BERTH_SECRET_PREVIOUS");
  });

  it("have signatures and keys that differ by purpose", () => {
    expect(sealer.verify("a", "text", sealer.sign("a", "text"))).toBe(true);
    expect(sealer.verify("b", "text", sealer.sign("a", "text"))).toBe(false);
    expect(sealer.verify("a", "text", "")).toBe(false);
    expect(sealer.deriveKey("session")).not.toBe(sealer.deriveKey("gateway"));
  });
});

describe("the portal's own secret", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "berth-secret-"));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  function open(env: Record<string, string> = {}) {
    const reading = parseSettings({ BERTH_DATA_DIR: directory, ...env }, {});
    if (!reading.ok) throw new Error("settings");
    return openSealer(reading.settings);
  }

  it("is made once, even by two starts at the same moment, and readable by its owner only", async () => {
    const [first, second] = await Promise.all([open(), open()]);
    const third = await open();
    expect([second.deriveKey("session"), third.deriveKey("session")]).toEqual([
      first.deriveKey("session"),
      first.deriveKey("session"),
    ]);
    expect((await stat(path.join(directory, "secret"))).mode & 0o777).toBe(0o600);
  });

  it("is not silently replaced when its file was damaged", async () => {
    await writeFile(path.join(directory, "secret"), "");
    await expect(open()).rejects.toThrow("restore it from a backup");
  });

  it("of the settings wins and writes no file", async () => {
    await open({ BERTH_SECRET: newSecret });
    await expect(readFile(path.join(directory, "secret"))).rejects.toThrow("ENOENT");
  });
});
