import { pino, type Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

export const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

const secretKeys = [
  "authorization",
  "cookie",
  "password",
  "token",
  "secret",
  "value",
  "credentials",
  "DATABASE_URL",
  "BERTH_SECRET",
];

/** A wildcard of pino is one level deep: the key itself, inside an object, and inside an object of a list. */
const redacted = secretKeys
  .flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*[*].${key}`])
  .concat('headers["set-cookie"]', '*.headers["set-cookie"]');

/** JSON lines on stdout. Values of keys that name secrets are replaced wherever an object is logged; a message text is never searched. */
export function createLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redacted, censor: "[redacted]" },
  });
}
