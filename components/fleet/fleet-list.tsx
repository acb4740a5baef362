"use client";
import { Alert, Anchor, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { IconPlus, IconShip } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button-link";
import { fetchJson, noAnswer } from "@/components/ui/fetch-json";
import { PageHeader } from "@/components/ui/page-header";
import { StateMessage } from "@/components/ui/state-message";
import { useTold } from "@/components/ui/told";
import type { FleetSummaryDto } from "@/lib/fleet/dto";
import { fleetKeys } from "@/lib/fleet/query-keys";
import type { ListDto } from "@/lib/workspaces/dto";
import classes from "./fleet.module.css";
import { FleetBadge } from "./state-badges";
import { TimeOf } from "./time-of";
import { useChangeText } from "./use-change-text";

type Props = { readonly first: ListDto<FleetSummaryDto>; readonly mayWrite: boolean };

/** Rollouts, newest first, live. */
export function FleetList({ first, mayWrite }: Props) {
  const t = useTranslations("fleet");
  const network = useTranslations("common")("network");
  const told = useTold();
  const { data, error } = useQuery({
    queryKey: fleetKeys.list,
    queryFn: ({ signal }) => fetchJson<ListDto<FleetSummaryDto>>("/api/v1/fleet?limit=200", signal),
    initialData: first,
  });
  const begin = mayWrite ? (
    <ButtonLink href="/fleet/new" prefetch={false} leftSection={<IconPlus size={18} aria-hidden />}>
      {t("new")}
    </ButtonLink>
  ) : null;
  return (
    <Stack gap="md">
      <PageHeader title={t("title")} subtitle={t("subtitle")}>
        {begin}
      </PageHeader>
      {error ? (
        <Alert color="red" role="alert">
          {error.message === noAnswer ? network : told(error)}
        </Alert>
      ) : null}
      {data.items.length === 0 ? (
        <StateMessage icon={<IconShip size={24} />} title={t("empty")} text={t("empty-text")} />
      ) : (
        <ScrollArea.Autosize viewportProps={{ tabIndex: 0, "aria-label": t("title"), role: "region" }}>
          <Table className={classes.items} verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("column.change")}</Table.Th>
                <Table.Th>{t("column.state")}</Table.Th>
                <Table.Th>{t("column.workspaces")}</Table.Th>
                <Table.Th>{t("column.by")}</Table.Th>
                <Table.Th>{t("column.begun")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map((fleet) => (
                <FleetRow key={fleet.id} fleet={fleet} />
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}

function FleetRow({ fleet }: { fleet: FleetSummaryDto }) {
  const t = useTranslations("fleet");
  const told = useTold();
  const textOf = useChangeText();
  const { counts } = fleet;
  const all = counts.waiting + counts.working + counts.done + counts.failed + counts.skipped;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/fleet/${fleet.id}`} fz="sm">
          {textOf(fleet.change)}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {fleet.change.message ?? fleet.id}
        </Text>
      </Table.Td>
      <Table.Td>
        <FleetBadge state={fleet.state} />
        {fleet.reason && fleet.finished_at === null ? (
          <Text fz="xs" className={classes.why}>
            {told(fleet.reason)}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>{t("done-of", { done: counts.done, all })}</Table.Td>
      <Table.Td>{fleet.by}</Table.Td>
      <Table.Td>{fleet.started_at === null ? "–" : <TimeOf at={fleet.started_at} />}</Table.Td>
    </Table.Tr>
  );
}
