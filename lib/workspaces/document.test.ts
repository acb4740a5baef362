import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterTypes, type ClusterType } from "@/lib/provisioning/provider";
import { parseDocument, parseDocumentJson, peekCluster } from "./document";

const folder = path.join(import.meta.dirname, "fixtures");

/** `# cluster: type` and, per expected fault, `# fault: line:column path part of the message`. */
function readFixture(file: string) {
  const text = readFileSync(path.join(folder, file), "utf8");
  const clusterType = clusterTypes.find((type) => text.includes(`# cluster: ${type}\n`));
  if (!clusterType) throw new Error(`${file} names no cluster type`);
  const expected = [...text.matchAll(/^# fault: (\d+):(\d+) (\S+) (.*)$/gm)].map(([, line, column, at, message]) => ({
    line: Number(line),
    column: Number(column),
    path: at,
    message: expect.stringContaining(message ?? "") as unknown,
  }));
  return { text, clusterType, expected };
}

const parsed = (text: string, clusterType: ClusterType = "docker") => {
  const reading = parseDocument(text, { clusterType });
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading;
};

describe("parseDocument", () => {
  it.each(readdirSync(folder))("%s", (file) => {
    const { text, clusterType, expected } = readFixture(file);
    const reading = parseDocument(text, { clusterType });
    expect((reading.ok ? [] : reading.faults).map(({ text: _, ...fault }) => fault)).toEqual(expected);
  });

  it("keeps the text and the YAML inside it untouched", () => {
    const text = "name: a\ncontainer_config: |\n  # note\n  image: x\n";
    const reading = parsed(text);
    expect(reading.text).toBe(text);
    expect(reading.json).toEqual({ name: "a", container_config: "# note\nimage: x\n" });
    expect(reading.document.container_config).toEqual({ image: "x" });
  });

  it.each<[string, ClusterType]>([
    ["{environment: {A: 1, B: true}}", "docker"],
    ["{environment: [A=1, B=true]}", "docker"],
    ["{env: [{name: A, value: 1}, {name: B, value: true}]}", "local"],
    ["{env: {A: 1, B: true}}", "local"],
    ["{env: [{name: A, value: '1'}, {name: B, value: 'true'}]}", "kubernetes"],
  ])("%s on %s has the same variables", (config, clusterType) => {
    expect(parsed(`name: a\ncontainer_config: ${config}\n`, clusterType).document.container.env).toEqual([
      { name: "A", value: "1" },
      { name: "B", value: "true" },
    ]);
  });

  it("allows null for a variable on every type: it removes what lies under the document", () => {
    expect(
      parsed("name: a\ncontainer_config: {env: [{name: A, value: null}]}", "kubernetes").document.container.env,
    ).toEqual([{ name: "A", value: null }]);
    expect(parsed("name: a\ncontainer_config: {environment: {A: null}}").document.container.env).toEqual([
      { name: "A", value: null },
    ]);
  });

  it.each(["", "# nothing\n", "[]", "text", "1"])("refuses %j: it is no document", (text) => {
    expect(parseDocument(text, { clusterType: "local" })).toMatchObject({ ok: false, faults: [{ path: "", line: 1 }] });
  });

  it("gives a document that came as JSON a text that reads the same", () => {
    const value = { name: "a", container_config: "image: x\n# note\n" };
    const reading = parseDocumentJson(value, { clusterType: "docker" });
    if (!reading.ok) throw new Error("must be valid");
    expect(parsed(reading.text).json).toEqual(value);
    expect(parseDocumentJson({ name: "A", nmae: 1 }, { clusterType: "docker" })).toMatchObject({
      ok: false,
      faults: [{ path: "name" }, { path: "nmae" }],
    });
  });

  it("property: never throws, whatever the value", () => {
    const keys = fc.constantFrom(
      "name",
      "container_config",
      "env",
      "environment",
      "lifecycle_config",
      "labels",
      "port",
      "access",
      "__proto__",
      "image",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("a", "", 1, -1, null, true, "x: y", "[", "{a: 1}"),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(...clusterTypes), (document, clusterType) => {
        const reading = parseDocumentJson(document, { clusterType });
        expect(reading.ok || reading.faults.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("peekCluster", () => {
  it.each([
    ["name: a\ncluster: prod\n", "prod"],
    ["name: a\n", undefined],
    ["cluster: [a]\n", undefined],
    ["[", undefined],
  ])("in %j it finds %s", (text, cluster) => expect(peekCluster(text)).toBe(cluster));
});
