"use client";
import { useCallback, useMemo, useState } from "react";
import type { Sayable } from "@/lib/i18n/text";
import type { Json } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { patchDocumentText, readDocumentText, type DocumentReading } from "./document-text";

export type Edit = { readonly path: Path; readonly value: Json | undefined };

export type Draft = {
  readonly text: string;
  readonly reading: DocumentReading;
  /** Why the last form edit could not be written into the text; null when it was. */
  readonly editFault: Sayable | null;
  readonly changed: boolean;
  readonly setText: (text: string) => void;
  /** Form edits, in order; all or none. */
  readonly edit: (edits: readonly Edit[]) => void;
  /** Back to the text that it began with; forgets the kept one. */
  readonly discard: () => void;
  /** Forgets the kept text, after it was saved. */
  readonly forget: () => void;
};

/**
 * The YAML text of a document as the only state of form and editor. It is kept in the tab's session under `key`, so that it survives a
 * reload. Reads the session while rendering: use it only below `ssr: false`.
 */
export function useDraft(key: string, initial: string): Draft {
  const storageKey = `berth.draft.${key}`;
  const [text, setState] = useState(() => sessionStorage.getItem(storageKey) ?? initial);
  const [editFault, setEditFault] = useState<Sayable | null>(null);
  const reading = useMemo(() => readDocumentText(text), [text]);

  const forget = useCallback(() => sessionStorage.removeItem(storageKey), [storageKey]);
  const setText = useCallback(
    (next: string) => {
      setState(next);
      setEditFault(null);
      if (next === initial) sessionStorage.removeItem(storageKey);
      else sessionStorage.setItem(storageKey, next);
    },
    [initial, storageKey],
  );
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
  const discard = useCallback(() => setText(initial), [initial, setText]);

  return { text, reading, editFault, changed: text !== initial, setText, edit, discard, forget };
}
