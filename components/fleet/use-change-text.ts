"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { FleetChange } from "@/lib/fleet/schema";

/** A change in a few words: what it is, and which fields a patch touches. */
export function useChangeText(): (change: FleetChange) => string {
  const t = useTranslations("fleet.change-text");
  return useCallback(
    ({ action, patch, update_workspace_settings: settings }: FleetChange) => {
      if (action !== "update") return t(action);
      const fields = Object.keys(patch ?? {}).join(", ");
      if (fields === "") return settings ? t("settings") : t("again");
      return settings ? t("patch-settings", { fields }) : t("patch", { fields });
    },
    [t],
  );
}
