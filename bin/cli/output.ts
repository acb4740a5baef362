import { dump } from "js-yaml";
import { CliError, exitCodes } from "./client";

export const formats = ["table", "json", "yaml", "name"] as const;
export type Format = (typeof formats)[number];

export function parseFormat(value: string): Format {
  const found = formats.find((format) => format === value);
  if (!found) throw new CliError(`-o takes ${formats.join(", ")}`, exitCodes.usage);
  return found;
}

export type Column<T> = { readonly title: string; readonly value: (row: T) => string };

/** Columns as wide as their widest cell, two spaces between; control characters of cells never reach the terminal. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const clean = (text: string) => text.replace(/\p{Cc}/gu, " ");
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => clean(column.value(row)))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function print<T extends { readonly name: string }>(
  rows: readonly T[],
  format: Format,
  columns: readonly Column<T>[],
  single = false,
): void {
  const value = single ? rows[0] : rows;
  if (format === "json") console.log(JSON.stringify(value, null, 2));
  else if (format === "yaml") console.log(dump(value).trimEnd());
  else if (format === "name") for (const row of rows) console.log(row.name);
  else console.log(table(rows, columns));
}

/** A value, or the text that says it to people. */
export function show(value: unknown, format: Format, text: string): void {
  if (format === "json") console.log(JSON.stringify(value, null, 2));
  else if (format === "yaml") console.log(dump(value).trimEnd());
  else console.log(text.trimEnd());
}
