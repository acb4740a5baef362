import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/**
 * What people read is said with a code of the catalogue, so that no screen falls back to English unnoticed. Read from the source: a refusal,
 * a fault, a finding or a schema's message whose text stands there as a literal.
 */

const root = path.resolve(import.meta.dirname, "../..");

function files(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory())
      return ["generated", "testing", "contract", "fixtures"].includes(entry.name) ? [] : files(file);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$|testing\.ts$/.test(entry.name) ? [file] : [];
  });
}

/** The backend for tests has no users; the description of the API is in English. */
const exempt = /^lib\/(provisioning\/fake\/|api\/openapi)/;

const sources = [...files("lib"), ...files("app"), ...files("components")]
  .filter((file) => !exempt.test(file))
  .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), "utf8") }));

/** Places where a pattern is found, as `file:line: text`. */
const found = (pattern: RegExp, inFile: (file: string, text: string) => boolean = () => true): string[] =>
  sources
    .filter(({ file, text }) => inFile(file, text))
    .flatMap(({ file, text }) =>
      [...text.matchAll(pattern)].map((match) => {
        const line = text.slice(0, match.index).split("\n").length;
        return `${file}:${line}: ${match[0].replace(/\s+/g, " ").slice(0, 120)}`;
      }),
    );

describe("texts for people come from the catalogue", () => {
  it("in refusals; only what never leaves the log (internal) may be a literal", () => {
    expect(found(/new PortalError\(\s*"(?!internal")[^"]+",\s*["'`]/g)).toEqual([]);
  });

  it("in faults", () => {
    expect(found(/\bpath(?:: [^{}\n]{0,80})?,\s*(?:rule: [^\n]*,\s*)?message:\s*["'`]/g)).toEqual([]);
    expect(found(/addIssue\(\{[^}]*message:\s*["'`]/g)).toEqual([]);
  });

  it("in findings of health checks", () => {
    expect(found(/\b(?:summary|next_step):\s*["'`][A-Z]/g, (file) => !file.includes("cause"))).toEqual([]);
    expect(found(/\bfinding\(\s*[^;]{0,120}?,\s*["'`][A-Z][a-z]+ /g)).toEqual([]);
  });

  it("in warnings of plans", () => {
    expect(found(/\bwarnings\.push\(\s*["'`]/g, (file) => !file.startsWith("lib/config/"))).toEqual([]);
  });

  it("in schemas of what people write", () => {
    const isSchema = (_: string, text: string) => text.includes('from "zod"');
    expect(found(/["'`][A-Z][^"'`\n]* [^"'`\n]*\.["'`]/g, isSchema)).toEqual([]);
  });
});
