import fs from "node:fs";
import { expect, it } from "vitest";
import { cause, causeTable, isPermanent } from "./cause";
import { renderCauses } from "./cause-docs";

it("the reference of causes says what the table says (node --import tsx scripts/reference-docs.ts)", () => {
  expect(fs.readFileSync("docs/reference/causes.md", "utf8")).toBe(renderCauses());
});

it("a cause tells what happened with its own figures, and the next step", () => {
  const found = cause("crash-loop", { exit_code: "3" }, ["last line"]);
  expect(found.summary).toBe("The container ends again and again, last with exit code 3");
  expect(found.next_step).not.toBe("");
  expect(found.evidence).toEqual(["last line"]);
});

it("a parameter that is missing is shown as unknown, not as a placeholder", () => {
  expect(cause("out-of-memory").summary).toContain("limit of ?");
});

it("what may end by itself does not fail an operation", () => {
  expect(isPermanent("cluster-unreachable")).toBe(false);
  expect(isPermanent("volume-pending")).toBe(false);
  expect(Object.keys(causeTable).length).toBeGreaterThan(20);
});
