"use client";
import { Alert, Grid, Group, NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useTold } from "@/components/ui/told";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { YamlDiff } from "@/components/yaml/lazy";
import type { RevisionDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { RevisionList } from "./revision-list";
import { useCompared } from "./use-compared";

const RollbackDialog = dynamic(() => import("./rollback-dialog"), { ssr: false });

type Props = { readonly workspace: WorkspaceDto; readonly actions: WorkspaceActions };

/** Every version of the document, what differs between any two, and the way back to an earlier one. */
export function HistoryView({ workspace, actions }: Props) {
  const { name, cluster, revision } = workspace;
  const network = useTranslations("common")("network");
  const told = useTold();
  const [target, setTarget] = useState<RevisionDto | null>(null);
  const [compared, compare] = useCompared(revision);
  const { data, error } = useQuery({
    // With the newest number, so that a new revision is read at once.
    queryKey: [...workspaceKeys.part(cluster, name, "revisions"), revision],
    queryFn: ({ signal }) => readApi<{ items: RevisionDto[] }>(workspacePath(workspace, "/revisions"), signal),
    placeholderData: (before) => before,
  });
  if (error) return <Alert color="yellow">{told(error) || network}</Alert>;
  if (!data) return <Skeleton h={360} radius="md" />;
  const { items } = data;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <RevisionList
          workspace={workspace}
          revisions={items}
          shown={compared.to}
          onCompare={(number) => compare({ from: number - 1, to: number })}
          onRollBack={workspace.may.operate ? setTarget : null}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Comparison items={items} {...compared} onChange={compare} />
      </Grid.Col>
      {target ? (
        <RollbackDialog workspace={workspace} actions={actions} revision={target} onClose={() => setTarget(null)} />
      ) : null}
    </Grid>
  );
}

type ComparisonProps = {
  readonly items: readonly RevisionDto[];
  readonly from: number;
  readonly to: number;
  readonly onChange: (pair: { readonly from: number; readonly to: number }) => void;
};

function Comparison({ items, from, to, onChange }: ComparisonProps) {
  const t = useTranslations("history");
  const text = (number: number) => items.find((item) => item.number === number)?.document_yaml ?? "";
  const choices = items.map(({ number }) => ({ value: String(number), label: t("revision", { number }) }));
  const [before, after] = [text(from), text(to)];
  return (
    <Stack gap="sm" component="section" aria-label={t("compare.label")}>
      <Group gap="sm" grow preventGrowOverflow={false}>
        <NativeSelect
          label={t("compare.from")}
          value={String(from)}
          data={[...choices, { value: "0", label: t("compare.nothing") }]}
          onChange={(event) => onChange({ from: Number(event.currentTarget.value), to })}
        />
        <NativeSelect
          label={t("compare.to")}
          value={String(to)}
          data={choices}
          onChange={(event) => onChange({ from, to: Number(event.currentTarget.value) })}
        />
      </Group>
      {before === after ? (
        <Text fz="sm" role="status">
          {t("compare.same")}
        </Text>
      ) : null}
      <div style={{ height: "min(34rem, 65dvh)" }}>
        <YamlDiff before={before} after={after} label={t("compare.diff", { from, to })} />
      </div>
    </Stack>
  );
}
