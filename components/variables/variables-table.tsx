"use client";
import { ActionIcon, Badge, Code, Group, Table, Text } from "@mantine/core";
import { IconEye, IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { VariableDto } from "@/lib/variables/dto";

type Props = {
  readonly cluster: string;
  readonly items: readonly VariableDto[];
  /** Null: this person may not. */
  readonly onEdit: ((variable: VariableDto) => void) | null;
  readonly onDelete: ((variable: VariableDto) => void) | null;
  readonly onShow: ((variable: VariableDto) => void) | null;
};

/** Variables with where each comes from, by what it is inherited, and how many workspaces have another value. */
export function VariablesTable({ cluster, items, onEdit, onDelete, onShow }: Props) {
  const t = useTranslations("variables");
  return (
    <Table.ScrollContainer minWidth={760} type="native" aria-label={t("list", { cluster })} tabIndex={0}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("column.name")}</Table.Th>
            <Table.Th>{t("column.value")}</Table.Th>
            <Table.Th>{t("column.source")}</Table.Th>
            <Table.Th>{t("column.inherited")}</Table.Th>
            <Table.Th>{t("column.outdated")}</Table.Th>
            <Table.Th>{t("column.actions")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.name}>
              <Table.Td miw={150} maw={260} style={{ overflowWrap: "anywhere" }}>
                <Text fz="sm" ff="monospace">
                  {item.name}
                </Text>
              </Table.Td>
              <Table.Td maw={300}>
                <Value item={item} />
              </Table.Td>
              <Table.Td>
                <Text fz="sm">{t(`source.${item.source}`)}</Text>
                {item.updated_at ? (
                  <Text fz="xs" c="dimmed">
                    <RelativeTime at={item.updated_at} /> {item.updated_by}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td maw={260} style={{ overflowWrap: "anywhere" }}>
                {item.inherited_by.length === 0 ? (
                  <Text fz="sm" c="dimmed">
                    {t("not-inherited")}
                  </Text>
                ) : (
                  item.inherited_by.map(({ setting, pattern }) => (
                    <Code key={setting} block={false} fz="xs">
                      {pattern === null ? setting : `${setting}=${pattern}`}
                    </Code>
                  ))
                )}
              </Table.Td>
              <Table.Td>
                {item.outdated === 0 ? null : <Text fz="sm">{t("outdated", { count: item.outdated })}</Text>}
              </Table.Td>
              <Table.Td>
                <RowActions item={item} onEdit={onEdit} onDelete={onDelete} onShow={onShow} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ item }: { item: VariableDto }) {
  const t = useTranslations("variables");
  if (item.secret) {
    return (
      <>
        <Badge variant="light" color="gray">
          {t("secret")}
        </Badge>
        {item.shown_by && item.shown_at ? (
          <Text fz="xs" c="dimmed">
            {t("shown", { person: item.shown_by })} <RelativeTime at={item.shown_at} />
          </Text>
        ) : null}
      </>
    );
  }
  if (item.value === null) {
    return (
      <Text fz="sm" c="dimmed">
        {t("not-shown")}
      </Text>
    );
  }
  return (
    <Text fz="sm" ff="monospace" lineClamp={2} style={{ overflowWrap: "anywhere" }}>
      {item.value}
    </Text>
  );
}

function RowActions({ item, onEdit, onDelete, onShow }: Omit<Props, "cluster" | "items"> & { item: VariableDto }) {
  const t = useTranslations("variables");
  if (item.source !== "portal") return null;
  const { name, secret } = item;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {onShow && secret ? (
        <ActionIcon variant="default" aria-label={t("show-one", { name })} onClick={() => onShow(item)}>
          <IconEye size={16} aria-hidden />
        </ActionIcon>
      ) : null}
      {onEdit ? (
        <ActionIcon variant="default" aria-label={t("edit-one", { name })} onClick={() => onEdit(item)}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      ) : null}
      {onDelete ? (
        <ActionIcon variant="default" aria-label={t("delete-one", { name })} onClick={() => onDelete(item)}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      ) : null}
    </Group>
  );
}
