"use client";
import { Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlus, IconServer2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmByName } from "@/components/ui/confirm-by-name";
import { ErrorAlert } from "@/components/ui/error-alert";
import { fetchJson, noAnswer } from "@/components/ui/fetch-json";
import { notify } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { StateMessage } from "@/components/ui/state-message";
import { useTold } from "@/components/ui/told";
import { useSubmit } from "@/components/ui/use-submit";
import type { ClusterDto, ListDto } from "@/lib/workspaces/dto";
import { clusterKeys } from "@/lib/workspaces/query-keys";
import { AddClusterDialog } from "./add-cluster-dialog";
import { ClusterCard } from "./cluster-card";
import type { AddCluster, RemoveCluster } from "./cluster-input";
import { HealthDrawer } from "./health-drawer";

type Props = {
  first: readonly ClusterDto[];
  mayInspect: boolean;
  mayWrite: boolean;
  mayAdopt: boolean;
  addCluster: AddCluster;
  removeCluster: RemoveCluster;
};

/** A cluster's state has no event of its own in the stream, so the list is asked for again every few seconds. */
const refetchMilliseconds = 5_000;

async function fetchClusters(signal: AbortSignal): Promise<readonly ClusterDto[]> {
  const { items } = await fetchJson<Pick<ListDto<ClusterDto>, "items">>("/api/v1/clusters", signal);
  return items;
}

export function ClustersView({ first, mayInspect, mayWrite, mayAdopt, addCluster, removeCluster }: Props) {
  const t = useTranslations("clusters");
  const common = useTranslations("common");
  const told = useTold();
  const [adding, setAdding] = useState(false);
  const [health, setHealth] = useState<string | null>(null);
  const [removing, setRemoving] = useState<ClusterDto | null>(null);
  const { busy, error, submit, clear } = useSubmit();
  const list = useQuery({
    queryKey: clusterKeys.list,
    queryFn: ({ signal }) => fetchClusters(signal),
    initialData: first,
    refetchInterval: refetchMilliseconds,
  });
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {t("add.title")}
    </Button>
  );

  return (
    <>
      <PageHeader title={t("title")} subtitle={t("subtitle")}>
        {mayWrite ? add : null}
      </PageHeader>
      {list.error ? (
        <Text fz="sm" role="alert" c="var(--mantine-color-error)">
          <IconAlertTriangle size={14} aria-hidden />{" "}
          {list.error.message === noAnswer ? common("network") : common("list-failed", { reason: told(list.error) })}
        </Text>
      ) : null}
      {list.data.length === 0 ? (
        <StateMessage
          icon={<IconServer2 size={24} />}
          title={t("empty.title")}
          text={mayWrite ? t("empty.text") : t("empty.ask")}
        >
          {mayWrite ? add : null}
        </StateMessage>
      ) : (
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }} aria-label={t("title")}>
          {list.data.map((cluster) => (
            <ClusterCard
              key={cluster.id}
              cluster={cluster}
              mayInspect={mayInspect}
              mayRemove={mayWrite}
              mayAdopt={mayAdopt}
              onHealth={() => setHealth(cluster.name)}
              onRemove={() => setRemoving(cluster)}
            />
          ))}
        </Stack>
      )}
      {adding ? (
        <AddClusterDialog
          opened
          onClose={() => setAdding(false)}
          addCluster={addCluster}
          onAdded={(cluster) => {
            setAdding(false);
            setHealth(cluster.name);
            void list.refetch();
            void notify({
              color: cluster.state === "unreachable" ? "yellow" : "teal",
              message: t("added", { name: cluster.name }),
            });
          }}
        />
      ) : null}
      {health ? <HealthDrawer name={health} onClose={() => setHealth(null)} /> : null}
      {removing ? (
        <ConfirmByName
          opened
          title={t("remove-title", { name: removing.name })}
          name={removing.name}
          confirm={t("remove")}
          busy={busy}
          onClose={() => {
            clear();
            setRemoving(null);
          }}
          onConfirm={() =>
            void submit(
              () => removeCluster({ name: removing.name }),
              () => {
                setRemoving(null);
                void list.refetch();
              },
            )
          }
        >
          <ErrorAlert error={error} />
          <Text fz="sm">{t("remove-text", { count: removing.workspaces })}</Text>
        </ConfirmByName>
      ) : null}
    </>
  );
}
