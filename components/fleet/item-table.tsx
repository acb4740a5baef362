"use client";
import { Anchor, Code, Group, Pagination, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { EffectBadge } from "@/components/plan/effect-badge";
import { useTold } from "@/components/ui/told";
import type { FleetItemDto } from "@/lib/fleet/dto";
import classes from "./fleet.module.css";
import { ItemBadge } from "./state-badges";
import { TimeOf } from "./time-of";

const pageSize = 50;
const touched = ["waiting", "working", "done", "failed"] as const;

type Props = {
  readonly items: readonly FleetItemDto[];
  /** Of a plan: nothing has a stage or a time yet. */
  readonly planned?: boolean;
};

/** Each workspace with what happens to it, or why nothing does. */
export function ItemTable({ items, planned = false }: Props) {
  const t = useTranslations("fleet");
  const [wanted, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(items.length / pageSize));
  // Filters above may have left fewer pages than there were.
  const page = Math.min(wanted, pages);
  const shown = items.slice((page - 1) * pageSize, page * pageSize);
  return (
    <Stack gap="sm">
      <ScrollArea.Autosize mah="60dvh" viewportProps={{ tabIndex: 0, "aria-label": t("table"), role: "region" }}>
        <Table className={classes.items} verticalSpacing="xs" stickyHeader>
          <Table.Thead>
            <Table.Tr>
              {planned ? null : <Table.Th>{t("column.stage")}</Table.Th>}
              <Table.Th>{t("column.workspace")}</Table.Th>
              <Table.Th>{t("column.state")}</Table.Th>
              <Table.Th>{t("column.effect")}</Table.Th>
              <Table.Th>{t("column.why")}</Table.Th>
              {planned ? null : <Table.Th>{t("column.ended")}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((item) => (
              <ItemRow key={item.position} item={item} planned={planned} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {pages > 1 ? (
        <Group justify="center">
          <Pagination
            total={pages}
            value={page}
            onChange={setPage}
            size="sm"
            getItemProps={(number) => ({ "aria-label": t("page", { number }) })}
            getControlProps={(control) => ({ "aria-label": t(`control.${control}`) })}
          />
        </Group>
      ) : null}
    </Stack>
  );
}

function ItemRow({ item, planned }: { item: FleetItemDto; planned: boolean }) {
  const told = useTold();
  const { name, cluster, state, effect, reasons, stage, workspace_id: id, finished_at: ended } = item;
  return (
    <Table.Tr>
      {planned ? null : <Table.Td>{stage ?? "–"}</Table.Td>}
      <Table.Td>
        {id === null ? (
          name
        ) : (
          <Anchor component={Link} href={`/workspaces/${name}?${new URLSearchParams({ cluster })}`} fz="sm">
            {name}
          </Anchor>
        )}
        <Text fz="xs" c="dimmed">
          {cluster}
        </Text>
      </Table.Td>
      <Table.Td>
        <ItemBadge state={state} />
      </Table.Td>
      <Table.Td>{touched.some((one) => one === state) ? <EffectBadge effect={effect} /> : "–"}</Table.Td>
      <Table.Td className={classes.why}>
        {reasons.map((reason) => (
          <Text fz="sm" key={`${reason.path}:${reason.message}`}>
            {reason.path ? <Code>{reason.path}</Code> : null} {told(reason)}
          </Text>
        ))}
      </Table.Td>
      {planned ? null : <Table.Td>{ended === null ? "–" : <TimeOf at={ended} />}</Table.Td>}
    </Table.Tr>
  );
}
