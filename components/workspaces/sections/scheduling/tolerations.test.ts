import { describe, expect, it } from "vitest";
import { patchDocumentText, readDocumentText } from "@/components/yaml/document-text";
import { addToleration, readTolerations, removeToleration, setToleration, type TolerationEdit } from "./tolerations";

const start =
  "name: a\ncontainer_config:\n  tolerations:\n    - key: gpu\n      operator: Exists\n      effect: NoSchedule\n";

function read(text: string) {
  const reading = readDocumentText(text);
  return reading.ok ? readTolerations(reading.value) : [];
}

const apply = (text: string, edits: readonly TolerationEdit[]) =>
  edits.reduce((current, edit) => patchDocumentText(current, edit.path, edit.value), text);

describe("tolerations in the form", () => {
  it("ask for equality as soon as they have a value, and for existence without one", () => {
    const withValue = apply(start, setToleration(0, "value", "yes"));
    expect(read(withValue)).toEqual([{ key: "gpu", operator: "Equal", value: "yes", effect: "NoSchedule" }]);
    expect(read(apply(withValue, setToleration(0, "value", "")))).toEqual(read(start));
  });

  it("leave nothing behind when the last one is removed", () => {
    expect(apply(start, removeToleration(0))).toBe("name: a\n");
  });

  it("are added at the end", () => {
    expect(read(apply(start, addToleration(read(start)))).map((item) => item.key)).toEqual(["gpu", "dedicated"]);
  });
});
