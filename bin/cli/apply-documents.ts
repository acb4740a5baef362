import fs from "node:fs";
import path from "node:path";
import { isObject } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";
import { CliError, exitCodes } from "./client";
import { readFile } from "./workspace-shared";

/** One document of a workspace, and where it stands. */
export type Source = {
  /** As given, `-` for standard input. */
  readonly file: string;
  /** Lines of the file before its text. */
  readonly offset: number;
  readonly text: string;
};

export type Document = Source & { readonly name: string; readonly cluster: string | null };

/** A fault for people and editors: `file:line:column: message`. */
export type PlacedFault = { readonly at: string; readonly message: string };

const kinds = [".yaml", ".yml", ".json"];

/** The files that a path means: itself, or all documents below a folder, without what is hidden. Sorted, so that output does not jump. */
export function filesOf(given: string): readonly string[] {
  if (given === "-") return [given];
  const stat = fs.statSync(given, { throwIfNoEntry: false });
  if (!stat) throw new CliError(`${given} does not exist`, exitCodes.usage);
  if (!stat.isDirectory()) return [given];
  return fs
    .readdirSync(given, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly string[] => {
      const file = path.join(given, entry.name);
      if (entry.isDirectory()) return filesOf(file);
      return kinds.includes(path.extname(entry.name)) ? [file] : [];
    });
}

/**
 * The documents of a text, at its `---` lines. YAML allows such a line in no scalar, so lines are enough; each text is kept to the letter,
 * because it becomes the workspace's document with its comments.
 */
export function splitDocuments(file: string, text: string): readonly Source[] {
  const sources: { file: string; offset: number; lines: string[] }[] = [{ file, offset: 0, lines: [] }];
  text.split(/(?<=\n)/).forEach((line, index) => {
    if (/^---(\s|$)/.test(line)) {
      const rest = line.slice(3);
      // What stands behind the dashes belongs to the document; spaces keep its columns.
      if (/^\s*(#.*)?\r?\n?$/.test(rest)) sources.push({ file, offset: index + 1, lines: [] });
      else sources.push({ file, offset: index, lines: [`   ${rest}`] });
    } else if (/^\.\.\.(\s|$)/.test(line)) sources.push({ file, offset: index + 1, lines: [] });
    else sources.at(-1)?.lines.push(line);
  });
  return sources
    .filter(({ lines }) => lines.some((line) => !/^\s*(#.*|%.*)?\r?\n?$/.test(line)))
    .map(({ lines, ...source }) => ({ ...source, text: lines.join("") }));
}

/** `file:line:column`, counted in the file. */
export function placeOf({ file, offset }: Source, line = 1, column = 1): string {
  return `${file}:${offset + line}:${column}`;
}

/** Reads all documents, or says everything that is wrong with them as far as that can be told without the portal. */
export function readDocuments(given: readonly string[]): {
  readonly documents: readonly Document[];
  readonly faults: readonly PlacedFault[];
} {
  const faults: PlacedFault[] = [];
  const documents: Document[] = [];
  const seen = new Map<string, string>();
  const files = [...new Set(given.flatMap(filesOf))];
  for (const source of files.flatMap((file) => splitDocuments(file, readFile(file)))) {
    const reading = readYaml(source.text);
    if (!reading.ok) {
      for (const { line, column, message } of reading.faults)
        faults.push({ at: placeOf(source, line, column), message });
      continue;
    }
    const { name, cluster } = isObject(reading.value) ? reading.value : {};
    if (typeof name !== "string") {
      faults.push({ at: placeOf(source), message: "This is no workspace: it has no name." });
      continue;
    }
    const document = { ...source, name, cluster: typeof cluster === "string" ? cluster : null };
    const { line, column } = reading.positionOf(["name"]);
    const key = `${document.cluster ?? ""}/${name}`;
    const earlier = seen.get(key);
    if (earlier === undefined) documents.push(document);
    else faults.push({ at: placeOf(source, line, column), message: `${name} stands at ${earlier} already.` });
    seen.set(key, earlier ?? placeOf(source, line, column));
  }
  return { documents, faults };
}
