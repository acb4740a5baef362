import { levelOf, type LogLevel } from "./log-level";

/** The last lines of a text stream. Immutable: every change is a new buffer, so that React sees it. */
export type LogBuffer = {
  readonly lines: readonly LogLine[];
  /** The end of the stream without its line feed yet. */
  readonly rest: string;
  /** Lines that fell out at the front. */
  readonly dropped: number;
  readonly nextNumber: number;
};

/** Numbered from 1 in the order of arrival; the number stays when older lines fall out. */
export type LogLine = { readonly number: number; readonly text: string; readonly level: LogLevel };

export const emptyLog: LogBuffer = { lines: [], rest: "", dropped: 0, nextNumber: 1 };

/** A line longer than this is cut: one line of megabytes would stop the page. */
const longestLine = 10_000;

// Colours, cursor movements and titles of terminals have no meaning in a list of lines.
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-_])/g;

/** Adds what arrived and keeps at most `limit` lines. A chunk may end anywhere. */
export function appendLog(buffer: LogBuffer, chunk: string, limit: number): LogBuffer {
  const parts = (buffer.rest + chunk).split("\n");
  const rest = (parts.pop() ?? "").slice(0, longestLine);
  if (parts.length === 0) return { ...buffer, rest };
  const added: LogLine[] = [];
  for (const part of parts) {
    const text = cleanLine(part);
    const before = added.at(-1) ?? buffer.lines.at(-1);
    added.push({ number: buffer.nextNumber + added.length, text, level: levelOf(text, before?.level ?? "other") });
  }
  const all = [...buffer.lines, ...added];
  const surplus = Math.max(0, all.length - limit);
  return {
    lines: all.slice(surplus),
    rest,
    dropped: buffer.dropped + surplus,
    nextNumber: buffer.nextNumber + added.length,
  };
}

/** What stands before the last carriage return was overwritten by the program (progress bars). */
function cleanLine(text: string): string {
  const line = text.replace(/\r+$/, "");
  return line
    .slice(line.lastIndexOf("\r") + 1)
    .replace(escapes, "")
    .slice(0, longestLine);
}

/** Everything, the unfinished last line too: for the download. */
export function logText(buffer: LogBuffer): string {
  const lines = buffer.lines.map((line) => line.text);
  return [...lines, ...(buffer.rest === "" ? [] : [cleanLine(buffer.rest)])].join("\n") + "\n";
}

/** Positions in `lines` that contain the text, upper and lower case alike. */
export function findLines(lines: readonly LogLine[], search: string): readonly number[] {
  const wanted = search.toLowerCase();
  if (wanted === "") return [];
  return lines.flatMap((line, index) => (line.text.toLowerCase().includes(wanted) ? [index] : []));
}
