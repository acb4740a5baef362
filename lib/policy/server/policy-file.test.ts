import { mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "@/lib/server/logger";
import { describeFault, openPolicyFile, type PolicyFile } from "./policy-file";

const options = { log: createLogger("silent"), now: () => new Date("2026-11-21T12:00:00Z"), interval: 20 };

describe("openPolicyFile", () => {
  let folder: string;
  let file: string;
  let opened: PolicyFile | null = null;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "berth-policy-"));
    file = path.join(folder, "policy.yaml");
  });
  afterEach(async () => {
    opened?.close();
    await rm(folder, { recursive: true });
  });

  async function open(text: string): Promise<PolicyFile> {
    await writeFile(file, text);
    const result = await openPolicyFile(file, options);
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    opened = result.file;
    return opened;
  }

  it("without a setting there is no policy", async () => {
    const result = await openPolicyFile(null, options);
    expect(result.ok && result.file.current()).toBeNull();
  });

  it("a file that is absent or wrong stops the start, with every fault and its line", async () => {
    expect(await openPolicyFile(file, options)).toMatchObject({
      ok: false,
      faults: [{ message: "The file cannot be read (ENOENT)." }],
    });
    await writeFile(file, "enforce: maybe\ndeny: [everything]\nmaximum: { storage: much }\n");
    const result = await openPolicyFile(file, options);
    expect(result.ok ? [] : result.faults.map(describeFault)).toEqual([
      "1:1 enforce: This must be true or false.",
      expect.stringMatching(/^2:8 deny\[0\]: There is no such rule\. Rules: privileged, /),
      expect.stringMatching(/^3:12 maximum\.storage: This must be a quantity/),
    ]);
  });

  it("a change is picked up without a restart, by writing as well as by another link", async () => {
    const policy = await open("port: 1111\n");
    const changed = vi.fn();
    policy.subscribe(changed);
    await writeFile(file, "port: 2222\n# longer\n");
    await vi.waitFor(() => expect(policy.current()?.policy.defaults.docker).toEqual({ port: 2222 }), 5_000);
    const next = path.join(folder, "next.yaml");
    await writeFile(next, "port: 3333\n");
    await symlink(next, `${file}.link`);
    await rename(`${file}.link`, file);
    await vi.waitFor(() => expect(policy.current()?.policy.defaults.docker).toEqual({ port: 3333 }), 5_000);
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it("a file that breaks or goes leaves the last good one in force, and says what is wrong", async () => {
    const policy = await open("port: 1111\n");
    const changed = vi.fn();
    policy.subscribe(changed);
    await writeFile(file, "port: [\n");
    await vi.waitFor(() => expect(policy.current()?.faults.length).toBeGreaterThan(0), 5_000);
    expect(policy.current()?.policy.defaults.docker).toEqual({ port: 1111 });
    await rm(file);
    await vi.waitFor(() => expect(policy.current()?.faults[0]?.message).toContain("ENOENT"), 5_000);
    expect(changed).not.toHaveBeenCalled();
    await writeFile(file, "port: 1111\n");
    await vi.waitFor(() => expect(policy.current()?.faults).toEqual([]), 5_000);
    expect(changed).not.toHaveBeenCalled();
  });
});
