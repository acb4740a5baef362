import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { builtIns, templatePrograms } from "./built-in";
import { builtInTexts } from "./built-in-texts";
import { parseTemplate } from "./parse";
import { underlayOn } from "./underlay";

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

describe("built-in templates", () => {
  it.each(builtIns)("$name is a template without faults, under its own name", ({ name, texts }) => {
    for (const text of texts) expect(parseTemplate(text)).toMatchObject({ ok: true, template: { name } });
  });

  it("their versions never change: workspaces stand on them", () => {
    expect(Object.fromEntries(builtIns.map(({ name, texts }) => [name, texts.map(digest)]))).toMatchInlineSnapshot(`
      {
        "code-server": [
          "4f2f2f628558c1aa",
        ],
        "jupyterlab": [
          "0c102867e2704706",
        ],
        "mage": [
          "ff7edfa32e87004a",
        ],
        "notes": [
          "15a899982d24a56f",
        ],
        "plain": [
          "96b2aa85e8e82ccc",
        ],
        "rstudio": [
          "7c04dacecdd39676",
        ],
      }
    `);
  });

  it("a local command begins with a program that is looked for, or with one of Berth's own words", () => {
    const commands = builtInTexts.flatMap(([text]) => {
      const reading = parseTemplate(text);
      const container = reading.ok && underlayOn(reading.template, "local").container_config;
      const command =
        typeof container === "object" && container !== null && "command" in container && container.command;
      return reading.ok && reading.template.clusterTypes.includes("local") && Array.isArray(command)
        ? [command[0]]
        : [];
    });
    expect(commands.filter((word) => word !== "{node}").toSorted()).toEqual(templatePrograms.toSorted());
  });
});
