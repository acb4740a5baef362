"use client";
import { Alert, Group, SegmentedControl, Skeleton, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconSearch, IconShieldExclamation } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { stringify } from "yaml";
import { useTold } from "@/components/ui/told";
import { readApi, workspacePath } from "@/components/workspaces/detail/read-api";
import { YamlEditor } from "@/components/yaml/lazy";
import { configurationRows, isOwn, splitOrigin, type ConfigurationRow } from "@/lib/workspaces/configuration-rows";
import type { EffectiveDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { ConfigurationTable } from "./configuration-table";
import { useOriginText } from "./use-origin-text";

/** Every value that is in force, which layer set it, and what it replaced. */
export function ConfigurationView({ workspace }: { workspace: WorkspaceDto }) {
  const { name, cluster, updated_at } = workspace;
  const t = useTranslations("history.configuration");
  const network = useTranslations("common")("network");
  const told = useTold();
  const [view, setView] = useState<"values" | "yaml">("values");
  const { data, error } = useQuery({
    // With the time of the last wish, which may have taken new settings or another policy over without a new revision.
    queryKey: [...workspaceKeys.part(cluster, name, "effective"), updated_at],
    queryFn: ({ signal }) => readApi<EffectiveDto>(workspacePath(workspace, "/effective"), signal),
    placeholderData: (before) => before,
  });
  if (error) return <Alert color="yellow">{told(error) || network}</Alert>;
  if (!data) return <Skeleton h={360} radius="md" />;
  return (
    <Stack gap="sm">
      <SegmentedControl
        w="fit-content"
        aria-label={t("view.label")}
        value={view}
        onChange={(next) => setView(next === "yaml" ? "yaml" : "values")}
        data={(["values", "yaml"] as const).map((value) => ({ value, label: t(`view.${value}`) }))}
      />
      {view === "values" ? (
        <Rows rows={configurationRows(data)} />
      ) : (
        <div style={{ height: "min(38rem, 70dvh)" }}>
          <YamlEditor
            value={stringify(data.document, { lineWidth: 0 })}
            label={t("view.editor", { name })}
            schemaFor={null}
            readOnly
          />
        </div>
      )}
    </Stack>
  );
}

function Rows({ rows }: { rows: readonly ConfigurationRow[] }) {
  const t = useTranslations("history.configuration");
  const originText = useOriginText();
  const [search, setSearch] = useState("");
  const [others, setOthers] = useState(false);
  const wanted = search.trim().toLowerCase();
  const shown = rows.filter((row) => {
    if (others && isOwn(row)) return false;
    const text = `${row.path} ${JSON.stringify(row.value ?? "")} ${row.origin} ${originText(row.origin)}`;
    return text.toLowerCase().includes(wanted);
  });
  return (
    <Stack gap="sm">
      <TakenAway rows={rows} />
      <Group gap="md" align="center">
        <TextInput
          style={{ flex: "1 1 16rem" }}
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Switch label={t("not-mine")} checked={others} onChange={(event) => setOthers(event.currentTarget.checked)} />
        <Text fz="sm" c="dimmed" role="status">
          {t("count", { shown: shown.length, all: rows.length })}
        </Text>
      </Group>
      {shown.length === 0 ? <Text fz="sm">{t("none")}</Text> : <ConfigurationTable rows={shown} />}
    </Stack>
  );
}

/** What the document says and does not count: people look for this first. */
function TakenAway({ rows }: { rows: readonly ConfigurationRow[] }) {
  const t = useTranslations("history.configuration");
  const originText = useOriginText();
  const lost = rows.filter((row) => row.replaced.some(({ layer }) => splitOrigin(layer)[0] === "document"));
  if (lost.length === 0) return null;
  return (
    <Alert color="yellow" icon={<IconShieldExclamation size={18} aria-hidden />} title={t("taken-away")}>
      {lost.map(({ path, origin }) => (
        <Text key={path} fz="sm">
          <Text span inherit ff="monospace">
            {path}
          </Text>
          {": "}
          {originText(origin)}
        </Text>
      ))}
    </Alert>
  );
}
