import { expect, it } from "vitest";
import { createCompared } from "./compared";

const at = new Date("2026-01-01T00:00:00Z");
const one = { kind: "Workload", name: "a", body: {} };
const two = { kind: "Volume", name: "b", body: {} };

it("the same objects need no second comparison; another object, a missing one or another apply does", () => {
  const compared = createCompared();
  expect(compared.has(at, [one, two])).toBe(false);
  compared.keep(at, [one, two]);
  expect(compared.has(at, [one, two])).toBe(true);
  expect(compared.has(at, [one])).toBe(false);
  expect(compared.has(at, [one, { ...two }])).toBe(false);
  expect(compared.has(new Date(at.getTime() + 1), [one, two])).toBe(false);
});

it("that nothing is there is looked at each time", () => {
  const compared = createCompared();
  compared.keep(at, []);
  expect(compared.has(at, [])).toBe(false);
});
