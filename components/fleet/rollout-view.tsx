"use client";
import { Alert, Anchor, Badge, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { fetchJson } from "@/components/ui/fetch-json";
import { PageHeader } from "@/components/ui/page-header";
import { useTold } from "@/components/ui/told";
import { useSubmit } from "@/components/ui/use-submit";
import type { FleetDto } from "@/lib/fleet/dto";
import { fleetKeys } from "@/lib/fleet/query-keys";
import type { ItemState } from "@/lib/fleet/rollout";
import { CountFilter } from "./count-filter";
import type { FleetActions } from "./fleet-actions";
import classes from "./fleet.module.css";
import { ItemTable } from "./item-table";
import { stagesOf } from "./stages";
import { FleetBadge } from "./state-badges";
import { SteeringButtons } from "./steering-buttons";
import { TimeOf } from "./time-of";
import { useChangeText } from "./use-change-text";

/** Events tell of everything that this replica does; this is for what another one does. Milliseconds. */
const lookAgain = 10_000;

type Props = { readonly initial: FleetDto; readonly maySteer: boolean; readonly actions: Pick<FleetActions, "steer"> };

/** One rollout, live: where it stands, its stages, what became of each workspace; pause, resume, stop. */
export function RolloutView({ initial, maySteer, actions }: Props) {
  const t = useTranslations("fleet");
  const told = useTold();
  const textOf = useChangeText();
  const { id } = initial;
  const { data: fleet } = useQuery({
    queryKey: fleetKeys.one(id),
    queryFn: ({ signal }) => fetchJson<FleetDto>(`/api/v1/fleet/${encodeURIComponent(id)}`, signal),
    initialData: initial,
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) => ((state.data?.finished_at ?? null) === null ? lookAgain : false),
  });
  const [only, setOnly] = useState<ItemState | null>(null);
  const { busy, error, submit } = useSubmit();
  const { counts } = fleet;
  const touched = counts.waiting + counts.working + counts.done + counts.failed + counts.skipped;
  const share = (count: number) => (touched === 0 ? 0 : (count / touched) * 100);
  const shown = only !== null && counts[only] > 0 ? fleet.items.filter(({ state }) => state === only) : fleet.items;
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/fleet" fz="sm">
        {t("all")}
      </Anchor>
      <PageHeader
        title={
          <Group gap="sm" component="span">
            {textOf(fleet.change)} <FleetBadge state={fleet.state} size="lg" />
          </Group>
        }
        subtitle={
          <>
            {t("by", { by: fleet.by })} {fleet.started_at === null ? null : <TimeOf at={fleet.started_at} />} ·{" "}
            {t("how", { batch: fleet.batch, most: fleet.max_unavailable, failures: fleet.max_failures })}
            {fleet.apply === "next-restart" ? ` · ${t("at-next-restart")}` : ""}
          </>
        }
      >
        {maySteer ? (
          <SteeringButtons
            state={fleet.state}
            waiting={counts.waiting}
            busy={busy}
            onVerb={(verb) =>
              void submit(
                () => actions.steer({ id, verb }),
                () => undefined,
              )
            }
          />
        ) : null}
      </PageHeader>
      <ErrorAlert error={error} />
      {fleet.reason ? (
        <Alert
          color={fleet.state === "paused" ? "yellow" : "gray"}
          icon={<IconInfoCircle size={18} aria-hidden />}
          role={fleet.state === "paused" ? "alert" : "status"}
        >
          {told(fleet.reason)}
        </Alert>
      ) : null}
      <Stack gap={6}>
        <Text fz="sm" role="status">
          {t("done-of", { done: counts.done, all: touched })}
          {counts.failed > 0 ? ` · ${t("failed-count", { count: counts.failed })}` : ""}
        </Text>
        <Progress.Root size="lg" aria-hidden>
          <Progress.Section value={share(counts.done)} color="teal" />
          <Progress.Section value={share(counts.failed)} color="red" />
          <Progress.Section value={share(counts.skipped)} color="orange" />
          <Progress.Section value={share(counts.working)} color="yellow" animated />
        </Progress.Root>
      </Stack>
      <section aria-labelledby="fleet-stages">
        <Title order={2} id="fleet-stages" mb="xs">
          {t("stages")}
        </Title>
        <ol className={classes.stages}>
          {stagesOf(fleet.items).map(({ number, ended, all, failed, begun }) => (
            <li key={number}>
              <Badge color={failed > 0 ? "red" : ended === all ? "teal" : begun ? "yellow" : "gray"}>
                {t("stage", { number, ended, all })}
              </Badge>
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="fleet-workspaces">
        <Title order={2} id="fleet-workspaces" mb="xs">
          {t("column.workspaces")}
        </Title>
        <Stack gap="sm">
          <CountFilter counts={counts} value={only} onChange={setOnly} />
          <ItemTable items={shown} />
        </Stack>
      </section>
    </Stack>
  );
}
