"use client";
import { Button, Drawer, Group, Loader, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { CheckList } from "@/components/ui/check-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { fetchJson, noAnswer } from "@/components/ui/fetch-json";
import { useTold } from "@/components/ui/told";
import type { HealthCheck } from "@/lib/health/check";
import { clusterKeys } from "@/lib/workspaces/query-keys";

type Health = { readonly status: string; readonly checks: readonly HealthCheck[] };

/** Looks at the cluster when it opens: rights, storage, capacity, each as a coded check with its next step. */
export function HealthDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations("clusters");
  const common = useTranslations("common");
  const told = useTold();
  const health = useQuery({
    queryKey: clusterKeys.health(name),
    queryFn: ({ signal }) => fetchJson<Health>(`/api/v1/clusters/${encodeURIComponent(name)}/health`, signal),
    retry: false,
    staleTime: 0,
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="md"
      title={t("health-of", { name })}
      closeButtonProps={{ "aria-label": common("close") }}
    >
      <Stack gap="md" aria-busy={health.isFetching}>
        {health.isFetching ? (
          <Group gap="xs" role="status">
            <Loader size={16} aria-hidden />
            <Text fz="sm">{t("checking")}</Text>
          </Group>
        ) : null}
        {health.error ? (
          <ErrorAlert
            error={{
              code: "health",
              status: 0,
              message: health.error.message === noAnswer ? common("network") : told(health.error),
            }}
          />
        ) : null}
        {health.data ? <CheckList checks={health.data.checks} label={t("health")} /> : null}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            disabled={health.isFetching}
            onClick={() => void health.refetch()}
          >
            {t("check-again")}
          </Button>
        </Group>
      </Stack>
    </Drawer>
  );
}
