import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { english } from "./english/catalogue";
import { locales, namespaces } from "./locales";

type Tree = { [key: string]: string | Tree };

const folder = path.resolve(import.meta.dirname, "../../messages");
const read = (locale: string, name: string) =>
  JSON.parse(readFileSync(path.join(folder, locale, `${name}.json`), "utf8")) as Tree;

/** Key → names of placeholders and tags, sorted: what the code passes in must be used in every language. */
function shape(tree: Tree, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") {
      const used = [...value.matchAll(/\{(\w+)(?=[,}])|<(\w+)>/g)].map((match) => match[1] ?? `<${match[2]}>`);
      found.set(prefix + key, [...new Set(used)].sort().join(" "));
    } else for (const [inner, names] of shape(value, `${prefix}${key}.`)) found.set(inner, names);
  }
  return found;
}

describe("messages", () => {
  it.each(locales)("%s has one file for each namespace and no other", (locale) => {
    const files = readdirSync(path.join(folder, locale)).map((file) => file.replace(/\.json$/, ""));
    const own = locale === "en" ? [] : ["texts"];
    expect(files.sort()).toEqual([...namespaces, ...own].sort());
  });

  it.each(namespaces)("%s has the same keys and placeholders in every language", (name) => {
    const english = Object.fromEntries(shape(read("en", name)));
    for (const locale of locales) expect(Object.fromEntries(shape(read(locale, name)))).toEqual(english);
  });

  it.each(namespaces)("%s never says that something went wrong without saying what", (name) => {
    for (const locale of locales)
      expect(JSON.stringify(read(locale, name))).not.toMatch(/something went wrong|etwas ist schief/i);
  });
});

describe("texts from the server", () => {
  const translations = locales.filter((locale) => locale !== "en");

  it.each(translations)(
    "%s has every code of the English catalogue and no other, with the same parameters",
    (locale) => {
      expect(Object.fromEntries(shape(read(locale, "texts")))).toEqual(Object.fromEntries(shape(english)));
    },
  );

  it("have no brace that is not a parameter's, so that types and texts mean the same by it", () => {
    const odd = Object.entries(english).filter(([, text]) => /[{}]/.test(text.replace(/\{\w+\}/g, "")));
    expect(odd).toEqual([]);
  });

  it("without parameters are said by one code only, so that a schema's text leads back to its code", () => {
    const texts = Object.values<string>(english).filter((text) => !text.includes("{"));
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});
