import type { z } from "zod";
import { recogniseIn } from "./say";
import { isText, type Sayable } from "./text";

/** An issue of a refinement that keeps its text's code and parameters. */
export const issueOf = ({ message, text }: Sayable, path: readonly PropertyKey[] = []) => ({
  code: "custom" as const,
  message,
  path: [...path],
  params: { text },
});

/** What an issue of a schema says: parameters where `issueOf` made it, a text of the catalogue where `plain` named it. */
export function saidBy(issue: z.core.$ZodIssue): Sayable {
  const text: unknown = issue.code === "custom" ? issue.params?.text : undefined;
  return isText(text) ? { message: issue.message, text } : recogniseIn(issue.message, "policy");
}
