"use client";
import { Badge, Code, Group, ScrollArea, Stack, Table, Text, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { VariableChangeKind, VariablesEffectDto } from "@/lib/variables/dto";

const colors: Readonly<Record<VariableChangeKind, string>> = {
  new: "teal",
  changed: "yellow",
  same: "gray",
  removed: "red",
};

/** More rows help nobody; the sentence above them tells the count. */
const mostRows = 100;

/** What a change would do: to the variables, and to the workspaces that have them. Names, never values. */
export function EffectView({ effect: { changes, items, workspaces } }: { effect: VariablesEffectDto }) {
  const t = useTranslations("variables.review");
  return (
    <Stack gap="sm">
      <Title order={3} fz="md">
        {t("title")}
      </Title>
      <Group gap="xs" aria-label={t("changes")} role="list">
        {changes.slice(0, mostRows).map(({ name, kind }) => (
          <Group key={name} gap={4} role="listitem" wrap="nowrap">
            <Badge color={colors[kind]} variant="light">
              {t(`kind.${kind}`)}
            </Badge>
            <Code>{name}</Code>
          </Group>
        ))}
        {changes.length > mostRows ? <Text fz="sm">{t("more", { count: changes.length - mostRows })}</Text> : null}
      </Group>
      <Text fz="sm" role="status">
        {items.length === 0 ? t("none") : t("some", { count: items.length, all: workspaces })}
      </Text>
      {items.length > 0 ? <Workspaces items={items.slice(0, mostRows)} /> : null}
      {items.length > mostRows ? <Text fz="sm">{t("more", { count: items.length - mostRows })}</Text> : null}
    </Stack>
  );
}

function Workspaces({ items }: { items: VariablesEffectDto["items"] }) {
  const t = useTranslations("variables.review");
  return (
    <ScrollArea.Autosize mah="32dvh" viewportProps={{ tabIndex: 0, "aria-label": t("title"), role: "region" }}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {items.map(({ name, owner, outdated, settled }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <Text fz="sm">{name}</Text>
                <Text fz="xs" c="dimmed">
                  {owner}
                </Text>
              </Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {outdated.length > 0 ? <Text fz="sm">{t("outdated", { names: outdated.join(", ") })}</Text> : null}
                {settled.length > 0 ? <Text fz="sm">{t("settled", { names: settled.join(", ") })}</Text> : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
