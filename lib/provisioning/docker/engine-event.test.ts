import { describe, expect, it } from "vitest";
import { readEvent } from "./engine-event";

const line = (Action: string, attributes: Record<string, string> = {}) =>
  JSON.stringify({
    Type: "container",
    Action,
    Actor: {
      ID: "0123",
      Attributes: { name: "berth-demo-123456", "berth.dev/workspace-id": "abcdef123456", ...attributes },
    },
    time: 1795266757,
    timeNano: 1795266757143091204,
  });

describe("an event of the engine", () => {
  it("tells with which exit code a container ended", () => {
    expect(readEvent(line("die", { exitCode: "3" }))).toMatchObject({
      workspaceId: "abcdef123456",
      name: "berth-demo-123456",
      exitCode: 3,
      runtime: {
        type: "warning",
        reason: "Die",
        message: "The container ended with exit code 3",
        at: "2026-11-21T13:12:37.143Z",
      },
    });
    expect(readEvent(line("die", { exitCode: "0" }))?.runtime.type).toBe("normal");
  });

  it("is a warning when memory ran out", () => {
    expect(readEvent(line("oom"))?.runtime).toMatchObject({ type: "warning", reason: "Oom" });
  });

  it.each(["", "{", "[]", '{"Action":"start"}', line("exec_start: sh")])("is none: %s", (text) => {
    expect(readEvent(text)).toBeNull();
  });
});
