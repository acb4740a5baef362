"use client";
import { Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useDocumentForm } from "../document-form";
import { LinesField, TextField } from "../fields";
import { MapRows } from "../map-rows";
import { Row, Rows } from "../rows";
import {
  addToleration,
  readTolerations,
  removeToleration,
  setToleration,
  tolerationEffects,
  tolerationsPath,
} from "./tolerations";

/** Where on the cluster the workspace runs. Local processes have no such choice. */
export function SchedulingSection() {
  const t = useTranslations("editor");
  const { clusterType } = useDocumentForm();
  if (clusterType === "docker") {
    return (
      <LinesField
        path={["container_config", "networks"]}
        label={t("scheduling.networks")}
        description={t("scheduling.networks-help")}
      />
    );
  }
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextField mono path={["namespace"]} label={t("scheduling.namespace")} />
        <TextField mono path={["service_account_name"]} label={t("scheduling.service-account")} />
        <TextField mono path={["container_config", "priorityClassName"]} label={t("scheduling.priority-class")} />
        <TextField mono path={["container_config", "runtimeClassName"]} label={t("scheduling.runtime-class")} />
      </SimpleGrid>
      <MapRows
        path={["container_config", "nodeSelector"]}
        label={t("scheduling.node-selector")}
        description={t("scheduling.node-selector-help")}
        addLabel={t("scheduling.add-node-selector")}
        newKey="pool"
      />
      <Tolerations />
    </Stack>
  );
}

function Tolerations() {
  const t = useTranslations("editor");
  const form = useDocumentForm();
  const list = readTolerations(form.value);
  return (
    <Rows
      label={t("scheduling.tolerations")}
      description={t("scheduling.tolerations-help")}
      addLabel={t("scheduling.add-toleration")}
      onAdd={() => form.edit(addToleration(list))}
    >
      {list.map((toleration, index) => {
        const number = { number: index + 1 };
        const fault = form.faultAt([...tolerationsPath, index]);
        return (
          <Row
            key={index}
            removeLabel={t("row.remove", { name: toleration.key })}
            onRemove={() => form.edit(removeToleration(index))}
          >
            <TextInput
              flex={1}
              aria-label={t("scheduling.toleration-key", number)}
              value={toleration.key}
              {...(fault ? { error: fault } : {})}
              onChange={(event) => form.edit(setToleration(index, "key", event.currentTarget.value))}
            />
            <TextInput
              flex={1}
              aria-label={t("scheduling.toleration-value", number)}
              placeholder={t("scheduling.any-value")}
              value={toleration.value}
              onChange={(event) => form.edit(setToleration(index, "value", event.currentTarget.value))}
            />
            <Select
              w={150}
              aria-label={t("scheduling.toleration-effect", number)}
              data={[...tolerationEffects]}
              clearable
              value={toleration.effect || null}
              onChange={(effect) => form.edit(setToleration(index, "effect", effect ?? ""))}
            />
          </Row>
        );
      })}
    </Rows>
  );
}
