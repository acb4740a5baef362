import fc from "fast-check";
import { dump, load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { mergeTexts } from "./merge-texts";

const base = `# of the data team
name: lab
container_config:
  image: example/one:1 # pinned
  env:
    - name: A
      value: "1"
    - name: B
      value: "2"
  resources: { limits: { cpu: "1" } }
`;

describe("two people's changes of one document", () => {
  it("are both kept, with comments, where they do not touch each other", () => {
    const mine = base.replace('cpu: "1"', 'cpu: "2"').replace('value: "2"', 'value: "20"');
    const theirs = base
      .replace("one:1 # pinned", "one:2 # tried on Monday")
      .replace("# of the data", "# of the whole data");
    expect(mergeTexts(base, mine, theirs)).toEqual({
      text: theirs.replace('cpu: "1"', 'cpu: "2"').replace('value: "2"', 'value: "20"'),
      conflicts: [],
    });
  });

  it("that add and remove items of the same keyed list keep both", () => {
    const mine = base.replace('    - name: B\n      value: "2"\n', '    - name: MINE\n      value: "m"\n');
    const theirs = base.replace("    - name: A\n", '    - name: THEIRS\n      value: "t"\n    - name: A\n');
    const merged = mergeTexts(base, mine, theirs);
    expect(merged?.conflicts).toEqual([]);
    expect(load(merged?.text ?? "")).toMatchObject({
      container_config: {
        env: [
          { name: "THEIRS", value: "t" },
          { name: "A", value: "1" },
          { name: "MINE", value: "m" },
        ],
      },
    });
  });

  it("name what both changed in different ways; there one's own counts", () => {
    const mine = base.replace("one:1", "one:mine").replace('value: "1"', "value: mine");
    const theirs = base.replace("one:1", "one:theirs").replace('value: "1"', "value: theirs");
    const merged = mergeTexts(base, mine, theirs);
    expect(merged?.conflicts).toEqual(["container_config.image", "container_config.env[A]"]);
    expect(merged?.text).toContain("one:mine");
    expect(merged?.text).not.toContain("theirs");
  });

  it("that are the same are no conflict", () => {
    const both = base.replace("one:1", "one:2");
    expect(mergeTexts(base, both, both)).toEqual({ text: both, conflicts: [] });
  });

  it("cannot be merged where a text cannot be read", () => {
    expect(mergeTexts(base, "name: [", base.replace("one:1", "one:2"))).toBeNull();
  });

  it("leave nothing behind and lose nothing: without the other's change it is mine, without mine it is theirs", () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const env = fc.uniqueArray(
      fc.record({ name: fc.constantFrom("A", "B", "C", "D"), value: fc.constantFrom("1", "2", "x: y") }),
      { selector: ({ name }) => name },
    );
    const document = fc.record(
      {
        name: fc.constant("lab"),
        description: fc.string(),
        labels: fc.dictionary(fc.constantFrom("team", "cost", "a.b/c"), leaf),
        container_config: fc.record(
          { image: fc.constantFrom("a", "b"), env, command: fc.array(fc.string()) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ["name"] },
    );
    const sorted = (text: string | undefined) => {
      const value = load(text ?? "") as { container_config?: { env?: { name: string }[] } };
      value.container_config?.env?.sort((one, other) => one.name.localeCompare(other.name));
      return value;
    };
    fc.assert(
      fc.property(document, document, (one, other) => {
        const [first, second] = [dump(one), dump(other)];
        expect(mergeTexts(first, first, second)).toEqual({ text: second, conflicts: [] });
        const mine = mergeTexts(first, second, first);
        expect(mine?.conflicts).toEqual([]);
        expect(sorted(mine?.text)).toEqual(sorted(second));
      }),
    );
  });
});
