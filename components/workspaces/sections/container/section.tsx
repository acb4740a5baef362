"use client";
import { SimpleGrid, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useDocumentForm } from "../document-form";
import { LinesField, NumberField, SelectField, TextField } from "../fields";
import { containerFields } from "./paths";

const pullPolicies = ["Always", "IfNotPresent", "Never"].map((value) => ({ value, label: value }));

/** What runs, and where its server answers. */
export function ContainerSection() {
  const t = useTranslations("editor");
  const { clusterType } = useDocumentForm();
  const fields = containerFields(clusterType);
  return (
    <Stack gap="sm">
      {fields.image ? (
        <TextField
          mono
          path={fields.image}
          label={t("container.image")}
          description={t("container.image-help")}
          placeholder="mageai/mageai:latest"
        />
      ) : null}
      {fields.pullPolicy ? (
        <SelectField path={fields.pullPolicy} label={t("container.pull-policy")} data={pullPolicies} />
      ) : null}
      {fields.entrypoint ? (
        <LinesField
          path={fields.entrypoint}
          label={t("container.entrypoint")}
          description={t("container.lines-help")}
        />
      ) : null}
      <LinesField path={fields.command} label={t("container.command")} description={t("container.lines-help")} />
      {fields.args ? (
        <LinesField path={fields.args} label={t("container.args")} description={t("container.lines-help")} />
      ) : null}
      <TextField mono path={fields.workingDirectory} label={t("container.working-directory")} />
      {fields.user ? <TextField mono path={fields.user} label={t("container.user")} placeholder="1000:1000" /> : null}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <NumberField
          path={["port"]}
          label={t("container.port")}
          description={t("container.port-help")}
          placeholder="6789"
          min={1}
          max={65535}
        />
        <TextField
          mono
          path={["health_path"]}
          label={t("container.health-path")}
          description={t("container.health-path-help")}
          placeholder="/"
        />
      </SimpleGrid>
    </Stack>
  );
}
