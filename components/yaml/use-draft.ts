"use client";
import { useCallback, useMemo, useState } from "react";
import type { Sayable } from "@/lib/i18n/text";
import { isObject, type Json } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { mergeTexts, type MergedText } from "@/lib/workspaces/merge-texts";
import { patchDocumentText, readDocumentText, type DocumentReading } from "./document-text";

export type Edit = { readonly path: Path; readonly value: Json | undefined };

export type Draft = {
  readonly text: string;
  /** The text in force that it stands on. */
  readonly base: string;
  /** Another text had come into force when this one was taken up again, and it was put on top of that. */
  readonly merged: MergedText | null;
  readonly reading: DocumentReading;
  /** Why the last form edit could not be written into the text; null when it was. */
  readonly editFault: Sayable | null;
  readonly changed: boolean;
  readonly setText: (text: string) => void;
  /** Form edits, in order; all or none. */
  readonly edit: (edits: readonly Edit[]) => void;
  /** Puts what was changed on top of the text that is in force now. Null: that cannot be done, and nothing has changed. */
  readonly rebase: (inForce: string) => MergedText | null;
  /** Back to the text that it stands on; forgets the kept one. */
  readonly discard: () => void;
  /** Forgets the kept text, after it was saved. */
  readonly forget: () => void;
};

type State = Pick<Draft, "text" | "base" | "merged">;

/** What was kept may stand on a text that is not in force any more. */
function takeUp(storageKey: string, initial: string): State {
  const kept = readKept(sessionStorage.getItem(storageKey));
  if (kept === null) return { text: initial, base: initial, merged: null };
  const merged = kept.base === initial ? null : mergeTexts(kept.base, kept.text, initial);
  return { text: merged?.text ?? kept.text, base: initial, merged };
}

/** Null: nothing was kept, or by a version of the portal that kept it otherwise. */
function readKept(stored: string | null): Pick<Draft, "text" | "base"> | null {
  if (stored === null) return null;
  try {
    const kept: unknown = JSON.parse(stored);
    return isObject(kept) && typeof kept.text === "string" && typeof kept.base === "string"
      ? { text: kept.text, base: kept.base }
      : null;
  } catch {
    return null;
  }
}

/**
 * The YAML text of a document as the only state of form and editor. It is kept in the tab's session under `key` with the text that it stands on,
 * so that it survives a reload and another person's change. Reads the session while rendering: use it only below `ssr: false`.
 */
export function useDraft(key: string, initial: string): Draft {
  const storageKey = `berth.draft.${key}`;
  const [state, setState] = useState(() => takeUp(storageKey, initial));
  const [editFault, setEditFault] = useState<Sayable | null>(null);
  const { text, base, merged } = state;
  const reading = useMemo(() => readDocumentText(text), [text]);

  const forget = useCallback(() => sessionStorage.removeItem(storageKey), [storageKey]);
  const put = useCallback(
    (next: State) => {
      setState(next);
      setEditFault(null);
      if (next.text === next.base) sessionStorage.removeItem(storageKey);
      else sessionStorage.setItem(storageKey, JSON.stringify({ text: next.text, base: next.base }));
    },
    [storageKey],
  );
  const setText = useCallback((next: string) => put({ text: next, base, merged }), [put, base, merged]);
  const edit = useCallback(
    (edits: readonly Edit[]) => {
      try {
        setText(edits.reduce((current, { path, value }) => patchDocumentText(current, path, value), text));
      } catch (error) {
        setEditFault(error instanceof Error ? error : { message: String(error) });
      }
    },
    [setText, text],
  );
  const rebase = useCallback(
    (inForce: string) => {
      const found = mergeTexts(base, text, inForce);
      if (found) put({ text: found.text, base: inForce, merged: null });
      return found;
    },
    [put, base, text],
  );
  const discard = useCallback(() => put({ text: base, base, merged: null }), [put, base]);

  return { text, base, merged, reading, editFault, changed: text !== base, setText, edit, rebase, discard, forget };
}
