"use client";
import { Group, Kbd, Stack, Text, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Dialog } from "@/components/ui/dialog";

const everywhere = [
  ["palette", ["Ctrl/⌘", "K"]],
  ["help", ["?"]],
  ["new", ["n"]],
  ["go-workspaces", ["g", "w"]],
  ["go-fleet", ["g", "f"]],
  ["go-clusters", ["g", "c"]],
  ["go-templates", ["g", "t"]],
  ["go-variables", ["g", "v"]],
  ["go-policies", ["g", "p"]],
  ["go-health", ["g", "h"]],
  ["go-me", ["g", "m"]],
] as const;

const lists = [
  ["search", ["/"]],
  ["move", ["↑", "↓"]],
  ["first-last", ["Home", "End"]],
  ["select", ["Space"]],
  ["open", ["Enter"]],
] as const;

const editor = [
  ["complete", ["Ctrl", "Space"]],
  ["leave-editor", ["Esc", "Tab"]],
] as const;

const sections = [
  ["everywhere", everywhere],
  ["lists", lists],
  ["editor", editor],
] as const;

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTranslations("shell");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("shortcuts")}>
      <Stack gap="md">
        {sections.map(([section, keys]) => (
          <section key={section}>
            <Title order={3} fz="sm" mb="xs">
              {t(`keys.${section}`)}
            </Title>
            <Stack gap={6}>
              {keys.map(([action, combination]) => (
                <Group key={action} justify="space-between" wrap="nowrap">
                  <Text fz="sm">{t(`keys.${action}`)}</Text>
                  <Group gap={4} wrap="nowrap">
                    {combination.map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && (combination[0] === "g" || combination[0] === "Esc") ? (
                          <Text fz="xs" c="dimmed">
                            {t("keys.then")}
                          </Text>
                        ) : null}
                        <Kbd size="xs">{key}</Kbd>
                      </Fragment>
                    ))}
                  </Group>
                </Group>
              ))}
            </Stack>
          </section>
        ))}
      </Stack>
    </Dialog>
  );
}
