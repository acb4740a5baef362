"use client";
import { ActionIcon, Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslations } from "next-intl";

/** Copies `value`; says so for two seconds, to screen readers too. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const t = useTranslations("common");
  const clipboard = useClipboard({ timeout: 2000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => clipboard.copy(value)}
    >
      <span aria-live="polite">{clipboard.copied ? t("copied") : (label ?? t("copy"))}</span>
    </Button>
  );
}

/** The same as an icon, where there is room for no more; `label` says what is copied. */
export function CopyIcon({ value, label }: { value: string; label: string }) {
  const t = useTranslations("common");
  const clipboard = useClipboard({ timeout: 2000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={clipboard.copied ? t("copied") : label}
      onClick={() => clipboard.copy(value)}
    >
      <Icon size={14} aria-hidden />
    </ActionIcon>
  );
}
