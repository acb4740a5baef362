"use client";
import { SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useDocumentForm } from "../document-form";
import { SelectField, SwitchField, TextField } from "../fields";

const ingressTypes = ["nginx", "alb", "istio"].map((value) => ({ value, label: value }));
const pathTypes = ["ImplementationSpecific", "Prefix"].map((value) => ({ value, label: value }));

/** Who may open the workspace, until when, and the Ingress beside the portal's own gateway. */
export function AccessSection() {
  const t = useTranslations("editor");
  const { clusterType } = useDocumentForm();
  return (
    <Stack gap="sm">
      <SwitchField
        path={["access", "viewers_may_open"]}
        label={t("access.viewers-may-open")}
        description={t("access.viewers-may-open-help")}
      />
      <TextField
        mono
        path={["access", "expires_at"]}
        label={t("access.expires-at")}
        description={t("access.expires-at-help")}
        placeholder="2027-01-31T18:00:00Z"
      />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <TextField
          mono
          path={["access", "schedule", "start"]}
          label={t("access.schedule-start")}
          placeholder="0 8 * * 1-5"
        />
        <TextField
          mono
          path={["access", "schedule", "stop"]}
          label={t("access.schedule-stop")}
          placeholder="0 19 * * 1-5"
        />
        <TextField
          mono
          path={["access", "schedule", "time_zone"]}
          label={t("access.time-zone")}
          placeholder="Europe/Berlin"
        />
      </SimpleGrid>
      {clusterType === "kubernetes" ? (
        <>
          <Text fz="xs" c="dimmed">
            {t("access.ingress-help")}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextField mono path={["ingress_name"]} label={t("access.ingress-name")} />
            <TextField mono path={["ingress_host"]} label={t("access.ingress-host")} />
            <SelectField path={["ingress_type"]} label={t("access.ingress-type")} data={ingressTypes} />
            <SelectField path={["ingress_path_type"]} label={t("access.ingress-path-type")} data={pathTypes} />
          </SimpleGrid>
        </>
      ) : null}
    </Stack>
  );
}
