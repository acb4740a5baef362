"use client";
import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconBolt, IconCircleCheck, IconReload, IconTransform } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { Effect } from "@/lib/provisioning/plan";

const looks = {
  none: { color: "gray", icon: IconCircleCheck },
  live: { color: "teal", icon: IconBolt },
  restart: { color: "yellow", icon: IconReload },
  recreate: { color: "orange", icon: IconTransform },
  "data-loss": { color: "red", icon: IconAlertTriangle },
} as const satisfies Record<Effect, { color: string; icon: typeof IconBolt }>;

/** What a change does to what runs: colour, sign and words. */
export function EffectBadge({ effect }: { effect: Effect }) {
  const t = useTranslations("editor");
  const { color, icon: Icon } = looks[effect];
  return (
    <Badge color={color} leftSection={<Icon size={12} aria-hidden />} title={t(`effect.help.${effect}`)}>
      {t(`effect.${effect}`)}
    </Badge>
  );
}
