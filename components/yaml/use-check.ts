"use client";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
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
  const [settled] = useDebouncedValue(text, settleMs);
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    let stale = false;
    const show = (next: Answer) => {
      if (!stale) setAnswer(next);
    };
    check({ yaml: settled, ...(workspace === undefined ? {} : { workspace }) }).then(
      (result) =>
        show(
          result.ok
            ? { text: settled, result: result.value, error: null }
            : { text: settled, result: nothing, error: result.error },
        ),
      () => show({ text: settled, result: nothing, error: unreachable }),
    );
    return () => {
      stale = true;
    };
  }, [check, settled, workspace]);
  return { ...(answer?.result ?? nothing), pending: answer?.text !== text, error: answer?.error ?? null };
}

const unreachable: PublicError = {
  code: "unreachable",
  status: 0,
  message: "The portal does not answer. Your text is kept in this tab; the check goes on when the portal is back.",
};
