"use client";
import { useTranslations } from "next-intl";
import { useCatalogue, useTold } from "@/components/ui/told";
import { eventTexts } from "@/lib/i18n/english/events";
import { fill, recogniseAmong } from "@/lib/i18n/text";
import { causeOfSummary, paramsIn, type Cause } from "@/lib/workspaces/cause-table";
import type { OperationDto } from "@/lib/workspaces/dto";

export type CauseText = { readonly summary: string; readonly next_step: string };

/** A cause in the person's language; what a newer server calls by a code that these texts lack stays in the server's words. */
export function useCauseText(): (cause: Cause) => CauseText {
  const t = useTranslations("causes");
  const catalogue = useCatalogue();
  return (cause) => {
    const { code, summary, next_step } = cause;
    if (!t.has(`${code}.summary`)) return { summary, next_step };
    const params = paramsIn(cause, catalogue);
    return { summary: fill(t.raw(`${code}.summary`), params), next_step: fill(t.raw(`${code}.next`), params) };
  };
}

/** Why an operation ended: by a cause, whose text is stored, or by somebody, which has a text of its own. */
export function useFailureText(): (error: NonNullable<OperationDto["error"]>) => Partial<CauseText> {
  const causeText = useCauseText();
  const told = useTold();
  return ({ message, text, next_step }) => {
    const found = causeOfSummary(message);
    if (found) return causeText({ ...found, summary: message, next_step: next_step ?? "", evidence: [] });
    return { summary: told({ message, text }), ...(next_step === undefined ? {} : { next_step }) };
  };
}

/** What a backend tells of a workspace: events of ours, or a cause; what Kubernetes says stays as it is. */
export function useMessageText(): (message: string) => string {
  const told = useTold();
  const summaryText = useSummaryText();
  return (message) => {
    const found = recogniseAmong(message, eventTexts);
    return found.text ? told(found) : summaryText(message);
  };
}

/** The same for a summary that was stored as a sentence. */
export function useSummaryText(): (summary: string) => string {
  const causeText = useCauseText();
  return (summary) => {
    const found = causeOfSummary(summary);
    return found ? causeText({ ...found, summary, next_step: "", evidence: [] }).summary : summary;
  };
}
