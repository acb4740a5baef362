import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import type { ExecSession, WorkspaceRef } from "@/lib/provisioning/provider";
import { runInside } from "./run-inside";

const ref: WorkspaceRef = { id: "w", name: "lab", names: { main: "m", data: "d", env: "e" }, namespace: null };

describe("a command in a workspace", () => {
  it("is broken off at its limit, and what it said until then is kept", async () => {
    const limit = new AbortController();
    let closed = false;
    /** Says a word once it is told that there is no input, and then hangs. */
    const stream = new Duplex({
      read: () => undefined,
      final(done) {
        this.push("begun\n");
        setImmediate(() => limit.abort());
        done();
      },
    });
    const session: ExecSession = {
      stream,
      done: new Promise(() => undefined),
      resize: async () => undefined,
      close: () => (closed = true),
    };
    const running = runInside({ exec: async () => session }, ref, ["sleep", "inf"], limit.signal);
    expect(await running).toMatchObject({ late: true, code: null, output: "begun\n" });
    expect(closed).toBe(true);
  });
});
