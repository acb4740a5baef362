"use client";
import { Chip, Group } from "@mantine/core";
import { useTranslations } from "next-intl";
import { itemStates, type ItemState } from "@/lib/fleet/rollout";
import type { FleetSummaryDto } from "@/lib/fleet/dto";

type Props = {
  readonly counts: FleetSummaryDto["counts"];
  readonly value: ItemState | null;
  readonly onChange: (state: ItemState | null) => void;
};

/** How many are how, and a way to see only those. */
export function CountFilter({ counts, value, onChange }: Props) {
  const t = useTranslations("fleet");
  return (
    <Group gap="xs" role="group" aria-label={t("counts")}>
      {itemStates
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <Chip
            key={state}
            size="xs"
            checked={value === state}
            onChange={(checked) => onChange(checked ? state : null)}
          >
            {t("count", { state: t(`item.${state}`), count: counts[state] })}
          </Chip>
        ))}
    </Group>
  );
}
