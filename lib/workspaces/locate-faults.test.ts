import { expect, it } from "vitest";
import { locateFaults } from "./locate-faults";

const text = `name: lab
labels:
  a.b/c: x
container_config:
  environment:
    TEAM: data
  mem_limit: 8g
  sidecars:
    - name: s
      image: b
  volumeMounts:
    - mountPath: /x.y
      name: v
`;
const lineOf = (path: string) => locateFaults([{ path, message: "" }], text)[0]?.line;

it.each([
  ["name", 1],
  ['labels["a.b/c"]', 3],
  ["container_config.sidecars[0].image", 10],
  ["container_config.sidecars[s].image", 10],
  ["container_config.volumeMounts[/x.y].name", 13],
  ["container_config.env[TEAM].value", 6],
  ["container_config.resources.limits.memory", 7],
])("%s stands in line %i", (path, line) => expect(lineOf(path)).toBe(line));

it("what is not written is shown at its nearest parent", () => {
  expect(lineOf("container_config.resources.limits.cpu")).toBe(4);
  expect(lineOf("container_config.sidecars[0].resources.limits.cpu")).toBe(9);
  expect(lineOf("port")).toBe(1);
});

it("a fault that has a place, or is about the whole, stays", () => {
  const faults = [
    { path: "name", message: "", line: 7 },
    { path: "", message: "" },
  ];
  expect(locateFaults(faults, text)).toEqual(faults);
});
