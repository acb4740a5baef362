"use client";
import { useTranslations } from "next-intl";
import type { Cause } from "@/lib/workspaces/cause";
import { useCauseText, useSummaryText } from "./use-cause-text";

const deeds = {
  "created the workspace": "created",
  "started the workspace": "started",
  "stopped the workspace": "stopped",
  "restarted the workspace": "restarted",
  "deleted the workspace; its storage stays": "deleted",
  "deleted the workspace and its storage": "deleted-storage",
} as const;

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
  const kinds = useTranslations("workspace.progress.kind");
  const history = useTranslations("history.deed");
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

  function historyDeed(text: string): string | null {
    const [, number, next] = /^rolled back to revision (\d+)(?:, as revision (\d+))?$/.exec(text) ?? [];
    if (number) return next ? history("rolled-back-as", { number, next }) : history("rolled-back", { number });
    const accepted = /^accepted what was changed outside Berth(?:, as revision (\d+))?$/.exec(text);
    if (accepted) return accepted[1] ? history("accepted-as", { next: accepted[1] }) : history("accepted");
    const objects = /^changed outside Berth: (.+)$/.exec(text)?.[1];
    if (objects) return history("drifted", { objects });
    if (text === "restored the workspace") return history("restored");
    return text === "reverted what was changed outside Berth" ? history("reverted") : null;
  }

  function deed(text: string, cause: Cause | null): string {
    const done = known(deeds, text);
    if (done) return t(`deed.${done}`);
    const revision = /^updated to revision (\d+)$/.exec(text)?.[1];
    if (revision) return t("deed.updated", { revision });
    const own = historyDeed(text);
    if (own) return own;
    const kind = /^cancelled the (create|start|stop|restart|update|delete)$/.exec(text)?.[1];
    if (kind) return t("deed.cancelled", { kind: kinds(kind as "create") });
    return cause?.summary === text ? causeText(cause).summary : summaryText(text);
  }

  return { step, deed };
}
