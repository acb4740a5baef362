"use client";
import { Badge } from "@mantine/core";
import { IconCircleCheck, IconLoader2, IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { ClusterDto } from "@/lib/workspaces/dto";

const looks = {
  connected: { icon: IconCircleCheck, color: "teal" },
  connecting: { icon: IconLoader2, color: "blue" },
  unreachable: { icon: IconPlugConnectedX, color: "red" },
} as const;

export function ClusterState({ state }: { state: ClusterDto["state"] }) {
  const t = useTranslations("clusters.state");
  const { icon: Icon, color } = looks[state];
  return (
    <Badge color={color} leftSection={<Icon size={13} aria-hidden />}>
      {t(state)}
    </Badge>
  );
}
