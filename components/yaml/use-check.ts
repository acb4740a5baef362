"use client";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { callAction } from "@/components/ui/call-action";
import type { ActionResult } from "@/lib/shared/action-result";
import type { Fault, PublicError } from "@/lib/shared/errors";

export type CheckResult = { readonly faults: readonly Fault[]; readonly name_taken: boolean };
export type CheckAction = (input: {
  yaml: string;
  cluster?: string;
  workspace?: string;
}) => Promise<ActionResult<CheckResult>>;

export type Check = CheckResult & {
  /** The result is of an older text. */
  readonly pending: boolean;
  /** Why it could not be checked. */
  readonly error: PublicError | null;
};

type Answer = { readonly text: string; readonly result: CheckResult; readonly error: PublicError | null };

const nothing: CheckResult = { faults: [], name_taken: false };
const settleMs = 400;

/** The server's opinion of a text, asked for when typing pauses. Answers that arrive out of order are dropped. */
export function useCheck(text: string, check: CheckAction, workspace?: string): Check {
  const unreachable = useTranslations("editor")("unreachable");
  const [settled] = useDebouncedValue(text, settleMs);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let stale = false;
    const input = { yaml: settled, ...(workspace === undefined ? {} : { workspace }) };
    void callAction(() => check(input), unreachable).then((result) => {
      if (stale) return;
      setAnswer(
        result.ok
          ? { text: settled, result: result.value, error: null }
          : { text: settled, result: nothing, error: result.error },
      );
    });
    return () => {
      stale = true;
    };
  }, [check, settled, workspace, unreachable]);
  return { ...(answer?.result ?? nothing), pending: answer?.text !== text, error: answer?.error ?? null };
}
