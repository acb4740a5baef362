"use client";
import { Anchor, Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconChevronLeft, IconRefresh, IconShip } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { fetchJson, noAnswer } from "@/components/ui/fetch-json";
import { PageHeader } from "@/components/ui/page-header";
import { StateMessage } from "@/components/ui/state-message";
import { useTold } from "@/components/ui/told";
import type { UnmanagedDto } from "@/lib/adoption/dto";
import type { ClusterType } from "@/lib/provisioning/provider";
import { clusterKeys } from "@/lib/workspaces/query-keys";
import type { AdoptActions } from "./adopt-actions";
import AdoptDialog from "./adopt-dialog";
import { UnmanagedCard } from "./unmanaged-card";

type Props = { readonly cluster: string; readonly clusterType: ClusterType; readonly actions: AdoptActions };

/** What runs on a cluster and is no workspace, asked of the cluster when the page opens. */
export function UnmanagedView({ cluster, clusterType, actions }: Props) {
  const t = useTranslations("clusters");
  const common = useTranslations("common");
  const told = useTold();
  const [adopting, setAdopting] = useState<UnmanagedDto | null>(null);
  const list = useQuery({
    queryKey: clusterKeys.unmanaged(cluster),
    queryFn: async ({ signal }) =>
      (
        await fetchJson<{ items: readonly UnmanagedDto[] }>(
          `/api/v1/clusters/${encodeURIComponent(cluster)}/unmanaged`,
          signal,
        )
      ).items,
    retry: false,
    staleTime: 0,
  });
  const { data, error } = list;

  return (
    <Stack gap="md" aria-busy={list.isFetching}>
      <Anchor component={Link} href="/clusters" fz="sm">
        <Group gap={4}>
          <IconChevronLeft size={16} aria-hidden />
          {t("title")}
        </Group>
      </Anchor>
      <PageHeader title={t("unmanaged.title", { name: cluster })} subtitle={t("unmanaged.subtitle")}>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          disabled={list.isFetching}
          onClick={() => void list.refetch()}
        >
          {t("check-again")}
        </Button>
      </PageHeader>
      {error ? (
        <ErrorAlert
          error={{
            code: "unmanaged",
            status: 0,
            message: error.message === noAnswer ? common("network") : told(error),
          }}
        />
      ) : null}
      {data === undefined && !error ? <Skeleton h={120} radius="md" /> : null}
      {data?.length === 0 ? (
        <StateMessage icon={<IconShip size={24} />} title={t("unmanaged.empty")} text={t("unmanaged.empty-text")} />
      ) : null}
      {data && data.length > 0 ? (
        <Stack
          component="ul"
          gap="sm"
          p={0}
          m={0}
          style={{ listStyle: "none" }}
          aria-label={t("unmanaged.title", { name: cluster })}
        >
          {data.map((item) => (
            <UnmanagedCard
              key={`${item.kind}/${item.namespace ?? ""}/${item.name}`}
              item={item}
              onAdopt={() => setAdopting(item)}
            />
          ))}
        </Stack>
      ) : null}
      {adopting ? (
        <AdoptDialog
          cluster={cluster}
          clusterType={clusterType}
          item={adopting}
          actions={actions}
          onClose={() => setAdopting(null)}
        />
      ) : null}
    </Stack>
  );
}
