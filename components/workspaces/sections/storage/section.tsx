"use client";
import { Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useDocumentForm } from "../document-form";
import { SelectField, TextField } from "../fields";
import { CommitInput, Row, Rows } from "../rows";
import { addMount, readMounts, removeMount, setMount, setSource, volumesPath } from "./mounts";

const accessModes = ["ReadWriteOnce", "ReadWriteMany", "ReadWriteOncePod", "ReadOnlyMany"].map((value) => ({
  value,
  label: value,
}));

/** Where the workspace keeps its files. */
export function StorageSection() {
  const { clusterType } = useDocumentForm();
  if (clusterType === "docker") return <DockerStorage />;
  if (clusterType === "local") return <LocalStorage />;
  return <KubernetesStorage />;
}

function KubernetesStorage() {
  const t = useTranslations("editor");
  const retention = (["Retain", "Delete"] as const).map((value) => ({ value, label: t(`storage.retention.${value}`) }));
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextField mono path={["storage_request_size"]} label={t("storage.size")} placeholder="2Gi" />
        <TextField
          mono
          path={["storage_class_name"]}
          label={t("storage.class")}
          description={t("storage.class-help")}
        />
        <SelectField path={["storage_access_mode"]} label={t("storage.access-mode")} data={accessModes} />
        <SelectField path={["pvc_retention_policy"]} label={t("storage.retention.label")} data={retention} />
      </SimpleGrid>
      <Text fz="xs" c="dimmed">
        {t("storage.shared-help")}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextField mono path={["pvc_name"]} label={t("storage.pvc-name")} />
        <TextField mono path={["pvc_subpath"]} label={t("storage.pvc-subpath")} />
      </SimpleGrid>
    </Stack>
  );
}

function DockerStorage() {
  const t = useTranslations("editor");
  const form = useDocumentForm();
  const mounts = readMounts(form.value);
  return (
    <Rows
      label={t("storage.volumes")}
      description={t("storage.volumes-help")}
      addLabel={t("storage.add-volume")}
      onAdd={() => form.edit(addMount(mounts))}
    >
      {mounts.map((mount, index) => (
        <Row
          key={index}
          removeLabel={t("row.remove", { name: mount.source })}
          onRemove={() => form.edit(removeMount(mount))}
        >
          <CommitInput
            value={mount.source}
            label={t("storage.source", { number: index + 1 })}
            error={form.faultAt([...volumesPath, mount.source])}
            onCommit={(source) => form.edit(setSource(mounts, mount, source))}
          />
          <TextInput
            flex={1}
            aria-label={t("storage.target", { name: mount.source })}
            value={mount.bind}
            onChange={(event) => form.edit(setMount(mount, { bind: event.currentTarget.value }))}
          />
          <Select
            w={110}
            aria-label={t("storage.mode", { name: mount.source })}
            allowDeselect={false}
            data={(["rw", "ro"] as const).map((value) => ({ value, label: t(`storage.${value}`) }))}
            value={mount.mode}
            onChange={(mode) => form.edit(setMount(mount, { mode: mode === "ro" ? "ro" : "rw" }))}
          />
        </Row>
      ))}
    </Rows>
  );
}

function LocalStorage() {
  const t = useTranslations("editor");
  return (
    <Text fz="sm" c="dimmed">
      {t("storage.local")}
    </Text>
  );
}
