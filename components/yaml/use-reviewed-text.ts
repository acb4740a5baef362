"use client";
import { useState } from "react";
import { useSubmit, type SubmitError } from "@/components/ui/use-submit";
import type { ActionResult } from "@/lib/shared/action-result";
import type { Draft } from "./use-draft";

/** What is saved: the text, the version that it takes the place of, and why. */
export type TextToSave = { readonly text: string; readonly if_version: number; readonly message?: string };

type Options<Effect, Saved> = {
  readonly draft: Draft;
  readonly version: number;
  readonly preview: (text: string) => Promise<ActionResult<Effect>>;
  readonly save: (text: TextToSave) => Promise<ActionResult<Saved>>;
  readonly onSaved: (saved: Saved) => void;
};

export type ReviewedText<Effect> = {
  /** What saving would do; null while the text is being written. */
  readonly effect: Effect | null;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly review: () => void;
  readonly save: (message: string) => void;
  readonly back: () => void;
};

/** A text that has versions is saved only after its effect was shown. */
export function useReviewedText<Effect, Saved>(options: Options<Effect, Saved>): ReviewedText<Effect> {
  const { draft, version, preview, save, onSaved } = options;
  const [effect, setEffect] = useState<Effect | null>(null);
  const { busy, error, submit, clear } = useSubmit();
  return {
    effect,
    busy,
    error,
    review: () => void submit(() => preview(draft.text), setEffect),
    save: (message) =>
      void submit(
        () => save({ text: draft.text, if_version: version, ...(message === "" ? {} : { message }) }),
        (saved) => {
          draft.forget();
          setEffect(null);
          onSaved(saved);
        },
      ),
    back: () => {
      clear();
      setEffect(null);
    },
  };
}
