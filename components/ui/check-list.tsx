"use client";
import { Badge, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useTold } from "@/components/ui/told";
import type { Text as Said } from "@/lib/i18n/text";

export type Check = {
  readonly code: string;
  readonly status: "ok" | "warn" | "fail";
  readonly summary: string;
  readonly next_step: string;
  readonly texts?: { readonly summary?: Said | undefined; readonly next_step?: Said | undefined };
};

const looks = {
  ok: { icon: IconCircleCheck, color: "teal" },
  warn: { icon: IconAlertTriangle, color: "yellow" },
  fail: { icon: IconCircleX, color: "red" },
} as const;

/** Coded findings, each with what to do next. The code is what documentation and support refer to. */
export function CheckList({ checks, label }: { checks: readonly Check[]; label: string }) {
  const t = useTranslations("common.status");
  const told = useTold();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} aria-label={label} style={{ listStyle: "none" }}>
      {checks.map(({ code, status, summary, next_step, texts }) => {
        const { icon: Icon, color } = looks[status];
        return (
          <Group key={code} component="li" gap="sm" align="flex-start" wrap="nowrap">
            <Text span lh={1} mt={2}>
              <Icon size={18} aria-hidden color={`var(--mantine-color-${color}-text)`} />
            </Text>
            <div style={{ minWidth: 0, flex: 1 }}>
              <Text fz="sm" style={{ overflowWrap: "anywhere" }}>
                {told({ message: summary, text: texts?.summary })}
              </Text>
              {status !== "ok" && next_step ? (
                <Text fz="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                  {told({ message: next_step, text: texts?.next_step })}
                </Text>
              ) : null}
              <Group gap={6} mt={2}>
                <Badge size="xs" color={color}>
                  {t(status)}
                </Badge>
                <Text fz="xs" c="dimmed" ff="monospace">
                  {code}
                </Text>
              </Group>
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}
