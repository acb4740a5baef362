import fc from "fast-check";
import { dump, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { getIn, type Json } from "./json";
import { applyEdit, isYamlEditError, patchYaml, setIn, yamlEdit } from "./yaml-patch";

const text = `# Team template, ask ops before changing it
name: demo      # shown to users
image: 'registry.local/jupyter:2026.1'   # pinned

resources:
    # limits are hard
    limits:
        cpu: "2"     # cores
        memory: 4Gi
env:
- name: HTTP_PROXY   # corporate proxy
  value: http://proxy:3128
- {name: MODE, value: lab}
script: |
  echo one
  # not a comment
  echo two
ports: [8080, 9090] # flow list
empty:
# the end
`;

const read = (yaml: string) => load(yaml) as Json;

function changed(before: string, after: string) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return { gone: old.filter((line) => !now.includes(line)), came: now.filter((line) => !old.includes(line)) };
}

function refusal(run: () => unknown): boolean {
  try {
    run();
  } catch (error) {
    return isYamlEditError(error);
  }
  return false;
}

describe("patchYaml", () => {
  it.each([
    [["name"], "other", "name: demo      # shown to users", "name: other      # shown to users"],
    [
      ["image"],
      "registry.local/x:1",
      "image: 'registry.local/jupyter:2026.1'   # pinned",
      "image: 'registry.local/x:1'   # pinned",
    ],
    [["resources", "limits", "cpu"], "500m", `        cpu: "2"     # cores`, `        cpu: "500m"     # cores`],
    [["env", 0, "value"], "http://p:1", "  value: http://proxy:3128", "  value: http://p:1"],
    [["env", 1, "value"], "prod", "- {name: MODE, value: lab}", "- {name: MODE, value: prod}"],
    [["ports", 1], 7070, "ports: [8080, 9090] # flow list", "ports: [8080, 7070] # flow list"],
    [["empty"], "yes", "empty:", "empty: yes"],
  ] as const)("sets %j in place and touches one line", (path, value, before, after) => {
    expect(changed(text, patchYaml(text, path, value))).toEqual({ gone: [before], came: [after] });
  });

  it.each([
    ["true", 'a: "true" # c\n'],
    ["1.10", 'a: "1.10" # c\n'],
    ["k: v # no", 'a: "k: v # no" # c\n'],
  ])("quotes %j, which would be read as something else", (value, expected) => {
    expect(patchYaml("a: x # c\n", ["a"], value)).toBe(expected);
  });

  it("adds a key at the end of its map with the neighbours' indentation", () => {
    const gpu = patchYaml(text, ["resources", "limits", "nvidia.com/gpu"], 1);
    expect(changed(text, gpu)).toEqual({ gone: [], came: ["        nvidia.com/gpu: 1"] });
    const request = patchYaml(text, ["resources", "requests", "cpu"], "1");
    expect(changed(text, request)).toEqual({ gone: [], came: ["    requests:", `      cpu: "1"`] });
  });

  it("removes a key with its line and keeps all comments", () => {
    const shorter = patchYaml(text, ["resources", "limits", "memory"], undefined);
    expect(changed(text, shorter)).toEqual({ gone: ["        memory: 4Gi"], came: [] });
  });

  it("appends to a block list and removes from it without touching the rest", () => {
    const more = patchYaml(text, ["env", 2], { name: "B", value: "x" });
    expect(changed(text, more)).toEqual({ gone: [], came: ["- name: B", "  value: x"] });
    const less = patchYaml(text, ["env", 1], undefined);
    expect(changed(text, less)).toEqual({ gone: ["- {name: MODE, value: lab}"], came: [] });
  });

  it("replaces a list and keeps the comments around it", () => {
    const next = patchYaml(text, ["env"], [{ name: "A", value: "1" }]);
    expect(read(next)).toEqual(setIn(read(text), ["env"], [{ name: "A", value: "1" }]));
    expect(next).toContain("# the end");
    expect(next).toContain("# limits are hard");
  });

  it("replaces a text of several lines", () => {
    expect(getIn(read(patchYaml(text, ["script"], "a\nb\n")), ["script"])).toBe("a\nb\n");
  });

  it("begins with nothing", () => {
    expect(read(patchYaml("", ["a", "b"], 1))).toEqual({ a: { b: 1 } });
    expect(read(patchYaml("# only a comment\n", ["a"], 1))).toEqual({ a: 1 });
  });

  it("makes no edit when the value is there already", () => expect(yamlEdit(text, ["name"], "demo")).toBeNull());

  it("refuses a text that is not YAML", () => expect(refusal(() => patchYaml("a: [1", ["a"], 2))).toBe(true));

  it("refuses to change an aliased value, which would change both places", () => {
    const aliased = "base: &b {cpu: 1}\nuse: *b\n";
    expect(refusal(() => patchYaml(aliased, ["base", "cpu"], 2))).toBe(true);
    expect(patchYaml(aliased, ["other"], 2)).toBe(`${aliased}other: 2\n`);
  });

  it("a text of two lines between braces stays there, in quotes", () => {
    expect(changed(text, patchYaml(text, ["env", 1, "name"], "a\nb"))).toEqual({
      gone: ["- {name: MODE, value: lab}"],
      came: ['- {name: "a\\nb", value: lab}'],
    });
  });

  it("a value for a key that has only a comment behind it keeps the comment", () => {
    expect(patchYaml("a: # why\nb: 1\n", ["a"], false)).toBe("a: false # why\nb: 1\n");
  });

  it("property: js-yaml reads exactly the wished values, and every comment stays", () => {
    const comments = text
      .split("\n")
      .flatMap((line) => /(?:^|\s)(# [a-z].*)$/i.exec(line)?.[1] ?? [])
      .filter((comment) => comment !== "# not a comment");
    const paths = fc.constantFrom<(string | number)[]>(
      ["name"],
      ["image"],
      ["resources", "limits", "cpu"],
      ["resources", "requests", "memory"],
      ["env", 0, "value"],
      ["env", 1, "name"],
      ["new key"],
      ["labels", "a.b/c"],
      ["empty"],
      ["ports", 0],
      ["script"],
    );
    const hard = [
      "yes",
      "0x1f",
      "1e3",
      "~",
      "- a",
      "a: b",
      "# c",
      "'",
      '"',
      "a\nb",
      " lead",
      "trail ",
      "*x",
      "&y",
      "!!z",
      "",
      "%d",
      "@a",
      "`b",
      "2026-01-01",
    ];
    const values = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom(...hard),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(paths, values), { minLength: 1, maxLength: 5 }), (edits) => {
        let [patched, model] = [text, read(text)];
        for (const [path, value] of edits)
          [patched, model] = [patchYaml(patched, path, value), setIn(model, path, value)];
        expect(read(patched)).toEqual(model);
        for (const comment of comments) expect(patched).toContain(comment);
      }),
      { numRuns: 300 },
    );
  });

  it("property: any JSON document that js-yaml wrote can be patched", () => {
    const documents = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      fc.jsonValue({ maxDepth: 3 }),
      { minKeys: 1, maxKeys: 6 },
    );
    fc.assert(
      fc.property(documents, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (document, index, value) => {
        const key = Object.keys(document)[index % Object.keys(document).length] ?? "";
        const before = dump(document);
        const edit = yamlEdit(before, [key], value as Json);
        expect(read(edit ? applyEdit(before, edit) : before)).toEqual(setIn(read(before), [key], value as Json));
      }),
      { numRuns: 300 },
    );
  });
});
