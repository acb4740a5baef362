import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The rails of docs/explanation/architecture.md, read from the source: who may import whom, and what may not stand where.
 * An exception carries `// boundary-exception: reason` on the line or on the one before.
 */

const root = path.resolve(import.meta.dirname, "..");
const skipped = new Set(["node_modules", ".next", "dist", "data", "generated", "cluster", ".git", "test-results"]);

function files(folder: string): string[] {
  return fs.readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return files(file);
    return /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [file] : [];
  });
}

type Line = { readonly file: string; readonly number: number; readonly text: string; readonly excused: boolean };

const sources = ["app", "bin", "components", "lib"]
  .flatMap(files)
  .concat("server.ts", "proxy.ts")
  .filter((file) => fs.existsSync(path.join(root, file)));

const lines: readonly Line[] = sources.flatMap((file) => {
  const all = fs.readFileSync(path.join(root, file), "utf8").split("\n");
  return all.map((text, index) => ({
    file,
    number: index + 1,
    text,
    excused: text.includes("boundary-exception:") || (all[index - 1] ?? "").includes("boundary-exception:"),
  }));
});

const isTest = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || /\/(testing|contract|fixtures)(\.|\/)/.test(file);
const isServer = (file: string): boolean => /^lib\/(.*\/)?server\//.test(file);
const isPure = (file: string): boolean => file.startsWith("lib/") && !isServer(file) && !isTest(file);
const where = (line: Line): string => `${line.file}:${line.number}: ${line.text.trim()}`;

type Import = Line & { readonly target: string; readonly typeOnly: boolean };

/** Imports of our own files, as paths from the root. */
const imports: readonly Import[] = lines.flatMap((line) => {
  const found = /(?:from|import\()\s*"(@\/[^"]+|\.{1,2}\/[^"]+)"/.exec(line.text)?.[1];
  if (!found || line.excused) return [];
  const target = found.startsWith("@/") ? found.slice(2) : path.posix.join(path.posix.dirname(line.file), found);
  return [{ ...line, target, typeOnly: /^\s*(import|export) type\b/.test(line.text) }];
});

const breaking = (rule: (item: Import) => boolean): string[] =>
  imports.filter((item) => !isTest(item.file) && rule(item)).map(where);

const isServerTarget = (target: string): boolean => /^lib\/(.*\/)?server\//.test(target);

describe("who may import whom", () => {
  it("components/ui knows no word of our domain", () => {
    expect(
      breaking(
        (item) =>
          item.file.startsWith("components/ui/") && !/^(components\/ui|lib\/shared|lib\/i18n)\//.test(item.target),
      ),
    ).toEqual([]);
  });

  it("components import neither server code nor the app", () => {
    const forbidden = (target: string) => isServerTarget(target) || /^(app|server)\b/.test(target);
    expect(breaking((item) => item.file.startsWith("components/") && forbidden(item.target))).toEqual([]);
  });

  it("pure code imports no server code, no component and no page; types of server code only in the services' type", () => {
    const forbidden = (target: string) => isServerTarget(target) || /^(app|components)\//.test(target);
    expect(breaking((item) => isPure(item.file) && forbidden(item.target))).toEqual([]);
  });

  it("nothing in lib imports a component or a page", () => {
    expect(breaking((item) => item.file.startsWith("lib/") && /^(app|components)\//.test(item.target))).toEqual([]);
  });

  it("backends never import each other", () => {
    const backend = (file: string) => /^lib\/provisioning\/(kubernetes|docker|local|fake)\//.exec(file)?.[1];
    expect(
      breaking((item) =>
        Boolean(backend(item.file) && backend(item.target) && backend(item.file) !== backend(item.target)),
      ),
    ).toEqual([]);
  });

  it("an app folder imports only its own files and those of its parents", () => {
    const foreign = (item: Import) =>
      item.file.startsWith("app/") &&
      item.target.startsWith("app/") &&
      !item.file.startsWith(path.posix.dirname(item.target));
    expect(breaking(foreign)).toEqual([]);
  });
});

const banned = (pattern: RegExp, inFile: (file: string) => boolean): string[] =>
  lines
    .filter((line) => inFile(line.file) && !isTest(line.file) && !line.excused && !/^\s*(\/\/|\*|\/\*)/.test(line.text))
    .filter((line) => pattern.test(line.text))
    .map(where);

describe("what may not stand where", () => {
  it("the clock, randomness and Node's modules are used under /server/ only", () => {
    const clock = /new Date\(\)|Date\.now\(|Math\.random\(|performance\.now\(/;
    expect(banned(clock, isPure)).toEqual([]);
    expect(banned(/^import (?!type\b).*from "node:/, isPure)).toEqual([]);
  });

  it("the environment is read in lib/config/server/env.ts only", () => {
    expect(
      banned(/process\.env\b/, (file) => !["lib/config/server/env.ts"].includes(file) && !file.startsWith("bin/")),
    ).toEqual([]);
  });

  it("values of the backends' client libraries are imported in their own server folder only", () => {
    const value = (library: string) => new RegExp(`(^import (?!type\\b).*from|import\\() ?"${library}`);
    expect(
      banned(value("@kubernetes/client-node"), (file) => !file.startsWith("lib/provisioning/kubernetes/server/")),
    ).toEqual([]);
    expect(banned(value("dockerode"), (file) => !file.startsWith("lib/provisioning/docker/server/"))).toEqual([]);
  });

  it("no command line is built as a string for a shell", () => {
    expect(banned(/\bexecSync\(|shell:\s*true|child_process.*\bexec\b/, () => true)).toEqual([]);
  });

  it("every file of server actions exports nothing but actions", () => {
    const actionFiles = sources.filter((file) =>
      /^["']use server["']/.test(fs.readFileSync(path.join(root, file), "utf8")),
    );
    const exported = lines.filter((line) => actionFiles.includes(line.file) && /^export /.test(line.text));
    const wrong = exported.filter(
      (line) => !/^export (type |async function \w+|const \w+ = (publicA|a)ction\()/.test(line.text),
    );
    expect(wrong.map(where)).toEqual([]);
  });
});
