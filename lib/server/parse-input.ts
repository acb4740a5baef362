import type { z } from "zod";
import { PortalError, type Fault } from "@/lib/shared/errors";
import { formatPath } from "@/lib/shared/path";

/** The input in the schema's form, or `document/invalid` with every fault and its path. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(faultOf);
  const [first] = faults;
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  const more = faults.length > 1 ? ` And ${faults.length - 1} more.` : "";
  throw new PortalError("document/invalid", `${where}${first?.message ?? "This input is not valid."}${more}`, {
    faults,
  });
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  return { path: formatPath(path), message: issue.message };
}
