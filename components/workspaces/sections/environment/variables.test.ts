import { describe, expect, it } from "vitest";
import { patchDocumentText, readDocumentText } from "@/components/yaml/document-text";
import type { ClusterType } from "@/lib/provisioning/provider";
import {
  addVariable,
  readVariables,
  removeVariable,
  rename,
  setValue,
  type VariableEdit,
  type Variables,
} from "./variables";

function document(text: string) {
  const reading = readDocumentText(text);
  if (!reading.ok) throw new Error("the test's document is not valid");
  return reading.value;
}

const apply = (text: string, edits: readonly VariableEdit[]) =>
  edits.reduce((current, edit) => patchDocumentText(current, edit.path, edit.value), text);

const cases: readonly { readonly form: Variables["form"]; readonly type: ClusterType; readonly text: string }[] = [
  {
    form: "items",
    type: "kubernetes",
    text: "container_config:\n  env:\n    - name: A # first\n      value: one\n    - name: B\n      value: two\n",
  },
  { form: "map", type: "docker", text: "container_config:\n  environment:\n    A: one # first\n    B: two\n" },
  { form: "pairs", type: "docker", text: "container_config:\n  environment:\n    - A=one # first\n    - B=two\n" },
  { form: "map", type: "local", text: "container_config:\n  env:\n    A: one # first\n    B: two\n" },
];

describe.each(cases)("variables as $form on $type", ({ form, type, text }) => {
  const variables = readVariables(document(text), type);
  const after = (edits: readonly VariableEdit[]) => readVariables(document(apply(text, edits)), type);
  const pairs = (read: Variables) => read.list.map((variable) => `${variable.name}=${variable.value}`);

  it("are read in the form in which they are written", () => {
    expect(variables.form).toBe(form);
    expect(pairs(variables)).toEqual(["A=one", "B=two"]);
  });

  it("keep their form when one is added, changed, renamed or removed", () => {
    expect(pairs(after(addVariable(variables)))).toEqual(["A=one", "B=two", "VARIABLE="]);
    expect(pairs(after(setValue(variables, 1, "a=b")))).toEqual(["A=one", "B=a=b"]);
    expect(pairs(after(rename(variables, 0, "C")))).toEqual(["C=one", "B=two"]);
    expect(pairs(after(removeVariable(variables, 0)))).toEqual(["B=two"]);
    expect(after(setValue(variables, 1, "x")).form).toBe(form);
  });

  it("keep the comments of the others when a value changes", () => {
    expect(apply(text, setValue(variables, 1, "x"))).toContain("# first");
  });

  it("are not merged by a rename to a name that is there", () => {
    expect(rename(variables, 0, "B")).toEqual([]);
  });
});

describe("readVariables", () => {
  it("shows a reference as text and not as a value", () => {
    const text =
      "container_config:\n  env:\n    - name: A\n      valueFrom: { secretKeyRef: { name: db, key: password } }\n";
    expect(readVariables(document(text), "kubernetes").list).toEqual([
      { name: "A", value: "", reference: "secretKeyRef: db/password" },
    ]);
  });

  it.each([
    ["kubernetes", "env", "items"],
    ["docker", "environment", "map"],
    ["local", "environment", "map"],
  ] as const)("begins on %s with %s as %s", (type, key, form) => {
    const variables = readVariables({}, type);
    expect(variables).toMatchObject({ path: ["container_config", key], form });
    expect(readVariables(document(apply("name: a\n", addVariable(variables))), type).list).toHaveLength(1);
  });
});
