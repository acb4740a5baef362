"use client";
import { SimpleGrid, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useDocumentForm } from "../document-form";
import { TextField } from "../fields";
import { resourceFields } from "./paths";

/** What a workspace asks for, and what it gets at most. */
export function ResourcesSection() {
  const t = useTranslations("editor");
  const { clusterType, value } = useDocumentForm();
  const fields = resourceFields(value, clusterType);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={2} spacing="sm">
        {fields.cpuRequest ? (
          <TextField mono path={fields.cpuRequest} label={t("resources.cpu-request")} placeholder="500m" />
        ) : null}
        <TextField mono path={fields.cpuLimit} label={t("resources.cpu-limit")} placeholder="2" />
        {fields.memoryRequest ? (
          <TextField mono path={fields.memoryRequest} label={t("resources.memory-request")} placeholder="1Gi" />
        ) : null}
        <TextField mono path={fields.memoryLimit} label={t("resources.memory-limit")} placeholder="4Gi" />
        {fields.gpu ? <TextField mono path={fields.gpu} label={t("resources.gpu")} placeholder="0" /> : null}
        {fields.sharedMemory ? (
          <TextField mono path={fields.sharedMemory} label={t("resources.shared-memory")} placeholder="64m" />
        ) : null}
      </SimpleGrid>
    </Stack>
  );
}
