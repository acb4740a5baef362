"use client";
import { useTranslations } from "next-intl";
import type { Cause } from "@/lib/workspaces/cause";

export type CauseText = { readonly summary: string; readonly next_step: string };

const fill = (text: string, params: Cause["params"]): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? "?");

/** A cause in the person's language; what a newer server calls by a code that these texts lack stays in the server's words. */
export function useCauseText(): (cause: Cause) => CauseText {
  const t = useTranslations("causes");
  return ({ code, summary, next_step, params }) =>
    t.has(`${code}.summary`)
      ? { summary: fill(t.raw(`${code}.summary`), params), next_step: fill(t.raw(`${code}.next`), params) }
      : { summary, next_step };
}
