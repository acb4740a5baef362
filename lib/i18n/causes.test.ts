import { describe, expect, it } from "vitest";
import { causeTable } from "@/lib/workspaces/cause";
import english from "@/messages/en/causes.json";

describe("texts of causes", () => {
  it("are in English word for word those of the table, so that screens and API say the same", () => {
    const table = Object.entries(causeTable).map(([code, { summary, next }]) => [code, { summary, next }] as const);
    expect(english).toEqual(Object.fromEntries(table));
  });
});
