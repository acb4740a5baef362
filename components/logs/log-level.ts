export const logLevels = ["other", "warning", "error"] as const;
export type LogLevel = (typeof logLevels)[number];

// As loggers write it: in capitals, before a colon or bracket, or as the value of `level` in JSON and logfmt. "0 errors" is no error.
const errorWords =
  /\b(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE|EMERG|ALERT)\b|\b(?:error|fatal|panic|critical)\b(?=[\]:|)])|level"?[=:]\s*"?(?:error|fatal|panic|critical)|\w*(?:Error|Exception)\b:|^Traceback /;
const warningWords = /\bWARN(?:ING)?\b|\bwarn(?:ing)?\b(?=[\]:|)])|level"?[=:]\s*"?warn|\w*Warning\b:/;

/** Lines of a stack trace belong to the line above them. */
const continues = /^(?:\s+\S|Caused by: )/;

/** What a line says of its own weight; `before` is the level of the line above. */
export function levelOf(text: string, before: LogLevel): LogLevel {
  if (errorWords.test(text)) return "error";
  if (warningWords.test(text)) return "warning";
  return continues.test(text) ? before : "other";
}

/** The lines of at least that level. */
export const atLeast = <T extends { readonly level: LogLevel }>(lines: readonly T[], level: LogLevel): readonly T[] =>
  level === "other" ? lines : lines.filter((line) => logLevels.indexOf(line.level) >= logLevels.indexOf(level));
