"use client";
import { createContext, useCallback, useContext, useMemo, type ReactNode } from "react";
import type { PublicError } from "@/lib/shared/errors";
import { told, type Catalogue, type Sayable } from "@/lib/i18n/text";

const Context = createContext<Catalogue>({});

/** The texts that come from the server as codes, in the person's language; empty for English, in which they come complete. */
export function TextsProvider({ catalogue, children }: { catalogue: Catalogue; children: ReactNode }) {
  return <Context value={catalogue}>{children}</Context>;
}

export const useCatalogue = (): Catalogue => useContext(Context);

/** Says in the person's language what the server or a check of ours said: faults, refusals, findings, warnings. */
export function useTold(): (said: Sayable) => string {
  const catalogue = useCatalogue();
  return useCallback((said: Sayable) => told(said, catalogue), [catalogue]);
}

/** A refusal with all its texts in the person's language. */
export function useToldError(): <T extends PublicError>(error: T) => T {
  const say = useTold();
  return useCallback(
    <T extends PublicError>(error: T): T => ({
      ...error,
      message: say(error),
      ...(error.faults ? { faults: error.faults.map((fault) => ({ ...fault, message: say(fault) })) } : {}),
    }),
    [say],
  );
}

/** The same for a list of faults, whose other fields stay. */
export function useToldAll<T extends Sayable>(items: readonly T[]): readonly T[] {
  const catalogue = useCatalogue();
  return useMemo(() => items.map((item) => ({ ...item, message: told(item, catalogue) })), [items, catalogue]);
}
