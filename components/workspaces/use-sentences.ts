"use client";
import { useTranslations } from "next-intl";
import { useTold } from "@/components/ui/told";
import { deedTexts } from "@/lib/i18n/english/deeds";
import { recogniseAmong } from "@/lib/i18n/text";
import type { Cause } from "@/lib/workspaces/cause";
import { useCauseText, useSummaryText } from "./use-cause-text";

const waits = {
  "the workspace is starting": "starting",
  "the workspace is being made": "made",
  "the workspace is stopping": "stopping",
} as const;

const changes = ["create", "update", "replace", "delete"] as const;

const known = <T extends Record<string, string>>(table: T, text: string): T[keyof T] | undefined =>
  Object.hasOwn(table, text) ? table[text as keyof T] : undefined;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The portal stores steps and activity as English sentences. Those that it makes itself are told in the person's language; whatever else
 * stands there is shown as it is.
 */
export function useSentences() {
  const t = useTranslations("workspace.sentence");
  const told = useTold();
  const causeText = useCauseText();
  const summaryText = useSummaryText();

  function step(text: string, cause: Cause | null): string {
    const [, verb, kind, name] = /^(\w+) (\S+) (\S+)$/.exec(text) ?? [];
    const change = changes.find((item) => item === verb);
    if (change && kind && name) return t(`step.${change}`, { kind, name });
    if (!text.startsWith("waiting: ")) return capital(text);
    const reason = text.slice("waiting: ".length);
    const wait = known(waits, reason);
    if (wait) return t(`waiting.${wait}`);
    return t("waiting.for", { cause: cause?.summary === reason ? causeText(cause).summary : summaryText(reason) });
  }

  function deed(text: string, cause: Cause | null): string {
    const found = recogniseAmong(text, deedTexts);
    if (found.text) return told(found);
    return cause?.summary === text ? causeText(cause).summary : summaryText(text);
  }

  return { step, deed };
}
