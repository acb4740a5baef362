"use client";
import { Badge } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { FleetState, ItemState } from "@/lib/fleet/rollout";

const itemColors: Readonly<Record<ItemState, string>> = {
  excluded: "gray",
  refused: "red",
  unchanged: "gray",
  waiting: "harbour",
  working: "yellow",
  done: "teal",
  failed: "red",
  skipped: "orange",
};

const fleetColors: Readonly<Record<FleetState, string>> = {
  planned: "gray",
  running: "harbour",
  paused: "yellow",
  stopped: "gray",
  done: "teal",
  failed: "red",
};

export function ItemBadge({ state }: { state: ItemState }) {
  const t = useTranslations("fleet.item");
  return <Badge color={itemColors[state]}>{t(state)}</Badge>;
}

export function FleetBadge({ state, size = "md" }: { state: FleetState; size?: "md" | "lg" }) {
  const t = useTranslations("fleet.state");
  return (
    <Badge color={fleetColors[state]} size={size}>
      {t(state)}
    </Badge>
  );
}
