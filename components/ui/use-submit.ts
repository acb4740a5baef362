"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useToldError } from "@/components/ui/told";
import type { ActionResult } from "@/lib/shared/action-result";
import type { PublicError } from "@/lib/shared/errors";

export type SubmitError = PublicError & { readonly request_id?: string };

/** Runs a server action: busy while it runs, its refusal as `error`, no answer at all as an error that says so. */
export function useSubmit() {
  const t = useTranslations("common");
  const toldError = useToldError();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<SubmitError | null>(null);

  async function submit<T>(
    run: () => Promise<ActionResult<T>>,
    onDone: (value: T) => void | Promise<void>,
  ): Promise<void> {
    setBusy(true);
    setError(null);
    const result = await run().catch(() => null);
    if (result?.ok) await onDone(result.value);
    else setError(result ? toldError(result.error) : { code: "network", status: 0, message: t("network") });
    setBusy(false);
  }
  return { busy, error, submit, clear: () => setError(null) };
}

/** The refusal's text for one field, shown beside it; false where there is none, as Mantine's inputs expect. */
export function faultOf(error: SubmitError | null, path: string): string | false {
  return error?.faults?.find((fault) => fault.path === path)?.message ?? false;
}
