import type { z } from "zod";
import { saidBy } from "@/lib/i18n/issue";
import { say } from "@/lib/i18n/say";
import { faultError, PortalError, type Fault } from "@/lib/shared/errors";
import { formatPath } from "@/lib/shared/path";

/** The input in the schema's form, or `document/invalid` with every fault and its path. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first, ...more] = parsed.error.issues.map(faultOf);
  throw first
    ? faultError("document/invalid", first, ...more)
    : new PortalError("document/invalid", say("request/invalid"));
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  return { path: formatPath(path), ...saidBy(issue) };
}
