"use client";
import { Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { LinesField, NumberField, SwitchField, TextField } from "../fields";

/** When a workspace stops by itself, and what runs before and after it starts. */
export function LifecycleSection() {
  const t = useTranslations("editor");
  return (
    <Stack gap="sm">
      <SwitchField
        path={["lifecycle_config", "termination_policy", "enable_auto_termination"]}
        label={t("lifecycle.idle-stop")}
        description={t("lifecycle.idle-stop-help")}
      />
      <NumberField
        path={["lifecycle_config", "termination_policy", "max_idle_seconds"]}
        label={t("lifecycle.idle-seconds")}
        description={t("lifecycle.idle-seconds-help")}
        placeholder="3600"
        min={20}
      />
      <TextField
        mono
        path={["lifecycle_config", "termination_policy", "activity_probe"]}
        label={t("lifecycle.probe")}
        description={t("lifecycle.probe-help")}
        placeholder="jupyter"
      />
      <TextField
        mono
        path={["lifecycle_config", "termination_policy", "activity_cpu"]}
        label={t("lifecycle.activity-cpu")}
        description={t("lifecycle.activity-cpu-help")}
        placeholder="100m"
      />
      <TextField
        mono
        path={["lifecycle_config", "pre_start_script_path"]}
        label={t("lifecycle.pre-start")}
        description={t("lifecycle.pre-start-help")}
      />
      <LinesField
        path={["lifecycle_config", "post_start", "command"]}
        label={t("lifecycle.post-start")}
        description={t("container.lines-help")}
      />
      <TextField mono path={["lifecycle_config", "post_start", "hook_path"]} label={t("lifecycle.post-start-hook")} />
    </Stack>
  );
}
