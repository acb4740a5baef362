import { recogniseIn } from "@/lib/i18n/say";
import { fill, type Sayable } from "@/lib/i18n/text";
import { causeTable, type Cause, type CauseCode } from "./cause-table";

// Screens take the table without what makes causes: the whole catalogue of texts.
export { causeTable, type Cause, type CauseCode } from "./cause-table";

export function cause(
  code: CauseCode,
  said: Readonly<Record<string, string | Sayable>> = {},
  evidence: readonly string[] = [],
): Cause {
  const { summary, next } = causeTable[code];
  const entries = Object.entries(said).map(([name, value]) =>
    typeof value === "string" ? ([name, recogniseIn(value, "reason", "engine")] as const) : ([name, value] as const),
  );
  const params = Object.fromEntries(entries.map(([name, { message }]) => [name, message]));
  const texts = entries.flatMap(([name, { text }]) => (text ? [[name, text] as const] : []));
  return {
    code,
    summary: fill(summary, params),
    next_step: fill(next, params),
    params,
    ...(texts.length > 0 ? { texts: Object.fromEntries(texts) } : {}),
    evidence,
  };
}

export const isPermanent = (code: CauseCode): boolean => causeTable[code].permanent;
