"use client";
import { Badge, Button, Group, Paper, Text, Title } from "@mantine/core";
import { IconBrandDocker, IconDeviceDesktop, IconHeartbeat, IconShip } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { useTold } from "@/components/ui/told";
import type { ClusterDto } from "@/lib/workspaces/dto";
import { ClusterState } from "./cluster-state";

const icons = {
  kubernetes: IconShip,
  docker: IconBrandDocker,
  local: IconDeviceDesktop,
  fake: IconDeviceDesktop,
} as const;

type Props = {
  cluster: ClusterDto;
  mayInspect: boolean;
  mayRemove: boolean;
  mayAdopt: boolean;
  onHealth: () => void;
  onRemove: () => void;
};

export function ClusterCard({ cluster, mayInspect, mayRemove, mayAdopt, onHealth, onRemove }: Props) {
  const t = useTranslations("clusters");
  const told = useTold();
  const Icon = icons[cluster.type];
  const facts = Object.entries(cluster.options).flatMap(([key, value]) =>
    // The programs' search path fills three lines and helps nobody to tell clusters apart.
    typeof value === "string" && value !== "" && key !== "path" ? [`${key}: ${value}`] : [],
  );
  return (
    <Paper component="li" withBorder p="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" align="flex-start" wrap="nowrap" style={{ flex: "1 1 260px", minWidth: 0 }}>
          <Icon size={26} stroke={1.5} aria-hidden style={{ flexShrink: 0 }} />
          <div style={{ minWidth: 0 }}>
            <Group gap={6}>
              <Title order={2} fz="md">
                {cluster.name}
              </Title>
              <ClusterState state={cluster.state} />
              {cluster.is_default ? <Badge color="gray">{t("default")}</Badge> : null}
            </Group>
            <Text fz="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              {[t(cluster.options.swarm === true ? "type.swarm" : `type.${cluster.type}`), ...facts].join(" · ")}
            </Text>
            <Text fz="sm" c="dimmed">
              {t("workspaces", { count: cluster.workspaces })} · {t(`source.${cluster.source}`)}
            </Text>
            {cluster.reason ? (
              <Text fz="sm" c="var(--mantine-color-error)" mt={4} style={{ overflowWrap: "anywhere" }}>
                {told({ message: cluster.reason, text: cluster.reason_text ?? undefined })}
              </Text>
            ) : null}
          </div>
        </Group>
        <Group gap="xs">
          {mayInspect ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconHeartbeat size={14} aria-hidden />}
              aria-label={t("health-of", { name: cluster.name })}
              onClick={onHealth}
            >
              {t("health")}
            </Button>
          ) : null}
          {mayAdopt && cluster.type !== "local" ? (
            <ButtonLink
              size="xs"
              variant="default"
              href={`/clusters/${encodeURIComponent(cluster.name)}/unmanaged`}
              aria-label={t("unmanaged.link-of", { name: cluster.name })}
            >
              {t("unmanaged.link")}
            </ButtonLink>
          ) : null}
          {mayRemove && cluster.source === "portal" ? (
            <Button
              size="xs"
              variant="subtle"
              color="red"
              aria-label={t("remove-name", { name: cluster.name })}
              onClick={onRemove}
            >
              {t("remove")}
            </Button>
          ) : null}
        </Group>
      </Group>
    </Paper>
  );
}
