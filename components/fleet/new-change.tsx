"use client";
import { Anchor, Button, Grid, Group, Stack } from "@mantine/core";
import { IconListCheck } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { PageHeader } from "@/components/ui/page-header";
import { useSubmit } from "@/components/ui/use-submit";
import type { FleetPlanDto } from "@/lib/fleet/dto";
import type { FleetSelector } from "@/lib/fleet/schema";
import type { ClusterType } from "@/lib/provisioning/provider";
import { emptyDraft, planRequest, readPatch } from "./change-draft";
import { ChooseChange } from "./choose-change";
import { ChooseWorkspaces } from "./choose-workspaces";
import type { FleetActions } from "./fleet-actions";
import { PlanReview, type How } from "./plan-review";
import { readSelection } from "./selection";

type Props = {
  readonly clusters: readonly { readonly name: string; readonly type: ClusterType }[];
  /** Begins with the workspaces that were selected in their table. */
  readonly fromSelection: boolean;
  /** *Update workspace settings* is on from the beginning. */
  readonly withSettings: boolean;
  readonly actions: Pick<FleetActions, "plan" | "apply">;
};

function startSelector(fromSelection: boolean): FleetSelector {
  const workspaces = fromSelection ? [...readSelection()] : [];
  return workspaces.length > 0 ? { workspaces } : {};
}

/** One change over many: choose workspaces and change, see what it does to each, start. */
export default function NewChange({ clusters, fromSelection, withSettings, actions }: Props) {
  const t = useTranslations("fleet");
  const router = useRouter();
  const [selector, setSelector] = useState(() => startSelector(fromSelection));
  const [draft, setDraft] = useState({ ...emptyDraft, settings: withSettings });
  const [plan, setPlan] = useState<FleetPlanDto | null>(null);
  const { busy, error, submit, clear } = useSubmit();
  const reading = readPatch(draft.text, t("change.no-map"));
  const type =
    selector.cluster_type ?? clusters.find(({ name }) => name === selector.cluster)?.type ?? clusters[0]?.type;
  const nothing = draft.kind === "update" && reading.ok && reading.patch === null && !draft.settings;

  const review = () => {
    if (reading.ok) void submit(() => actions.plan(planRequest(selector, draft, reading.patch)), setPlan);
  };
  const start = (how: How) => {
    if (!plan) return;
    void submit(
      () => actions.apply({ plan_hash: plan.plan_hash, ...how }),
      ({ id }) => router.push(`/fleet/${id}`),
    );
  };
  const back = () => {
    clear();
    setPlan(null);
  };

  return (
    <Stack gap="md">
      <Anchor component={Link} href="/fleet" fz="sm">
        {t("all")}
      </Anchor>
      <PageHeader title={t("new")} subtitle={t("new-subtitle")} />
      {plan ? (
        <PlanReview plan={plan} busy={busy} error={error} onBack={back} onStart={start} />
      ) : (
        <>
          <Grid gap="lg">
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <ChooseWorkspaces selector={selector} onChange={setSelector} clusters={clusters} />
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <ChooseChange
                draft={draft}
                onChange={setDraft}
                clusterType={type ?? "kubernetes"}
                faults={reading.ok ? [] : reading.faults}
              />
            </Grid.Col>
          </Grid>
          <ErrorAlert error={error} />
          <Group justify="flex-end">
            <Button
              loading={busy}
              disabled={!reading.ok || nothing}
              leftSection={<IconListCheck size={16} aria-hidden />}
              onClick={review}
            >
              {t("show-plan")}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
