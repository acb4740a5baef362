"use client";
import { Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { LongTextField } from "../fields";
import { MapRows } from "../map-rows";

/** What describes a workspace to people; nothing of it reaches the program inside. */
export function BasicsSection() {
  const t = useTranslations("editor");
  return (
    <Stack gap="md">
      <LongTextField path={["description"]} label={t("basics.description")} />
      <MapRows
        path={["labels"]}
        label={t("basics.labels")}
        description={t("basics.labels-help")}
        addLabel={t("basics.add-label")}
        newKey="label"
      />
    </Stack>
  );
}
