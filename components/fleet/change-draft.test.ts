import { describe, expect, it } from "vitest";
import { emptyDraft, examples, planRequest, readPatch } from "./change-draft";

const noMap = "no map";

describe("what a person enters", () => {
  it("is a map, nothing, or a fault with its place", () => {
    expect(readPatch("port: 7000\n", noMap)).toEqual({ ok: true, patch: { port: 7000 } });
    for (const text of ["", "# nothing yet\n", "{}"]) expect(readPatch(text, noMap)).toEqual({ ok: true, patch: null });
    expect(readPatch("- a\n", noMap)).toMatchObject({ ok: false, faults: [{ message: noMap, line: 1 }] });
    expect(readPatch("a: [\n", noMap)).toMatchObject({ ok: false });
  });

  it("offers examples that can be read", () => {
    for (const { text } of examples) expect(readPatch(text, noMap)).toMatchObject({ ok: true });
  });

  it("asks for a patch and settings with an update only", () => {
    const draft = { ...emptyDraft, settings: true, message: " why " };
    expect(planRequest({ owner: "me" }, draft, { port: 1 })).toEqual({
      selector: { owner: "me" },
      action: "update",
      patch: { port: 1 },
      update_workspace_settings: true,
      message: "why",
    });
    expect(planRequest({}, { ...draft, kind: "restart" }, { port: 1 })).toEqual({ selector: {}, action: "restart" });
  });
});
