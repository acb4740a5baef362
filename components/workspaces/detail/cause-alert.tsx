"use client";
import { Alert, Code, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { InlineCode } from "@/components/ui/inline-code";
import { useCauseText } from "@/components/workspaces/use-cause-text";
import type { Cause } from "@/lib/workspaces/cause";
import type { Phase } from "@/lib/workspaces/phase";

/** Why the workspace is not what was asked, and what to do; with what that was concluded from. */
export function CauseAlert({ cause, phase }: { cause: Cause | null; phase: Phase }) {
  const t = useTranslations("workspace");
  const causeText = useCauseText();
  if (!cause) return null;
  const { summary, next_step } = causeText(cause);
  const failed = phase === "failed";
  const Icon = failed ? IconAlertTriangle : IconInfoCircle;
  return (
    <Alert
      color={failed ? "red" : "yellow"}
      icon={<Icon size={18} aria-hidden />}
      title={<InlineCode text={summary} />}
      role="status"
    >
      <Stack gap={6}>
        <Text fz="sm">
          <Text span inherit fw={600}>
            {t("cause.next-step")}
          </Text>{" "}
          <InlineCode text={next_step} />
        </Text>
        {cause.evidence.length > 0 ? (
          <details>
            <summary style={{ cursor: "pointer", fontSize: "var(--mantine-font-size-xs)" }}>
              {t("cause.evidence", { count: cause.evidence.length })}
            </summary>
            <Code block mt={6} tabIndex={0} style={{ maxHeight: "12rem", whiteSpace: "pre-wrap" }}>
              {cause.evidence.join("\n")}
            </Code>
          </details>
        ) : null}
      </Stack>
    </Alert>
  );
}
