"use client";
import { Alert, Grid, Skeleton, Stack, Switch, Table, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { stringify } from "yaml";
import { YamlEditor } from "@/components/yaml/lazy";
import type { EffectiveDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { isGoing } from "./is-going";
import { readApi, workspacePath } from "./read-api";

/** What the layers resolve to, and which layer set each value. */
export function EffectiveView({ workspace }: { workspace: WorkspaceDto }) {
  const { name, cluster } = workspace;
  const t = useTranslations("workspace");
  const network = useTranslations("common")("network");
  const { data, error } = useQuery({
    queryKey: workspaceKeys.part(cluster, name, "effective"),
    queryFn: ({ signal }) => readApi<EffectiveDto>(workspacePath({ name, cluster }, "/effective"), signal),
    enabled: !isGoing(workspace),
  });
  if (error) return <Alert color="yellow">{error.message || network}</Alert>;
  if (!data) return <Skeleton h={320} />;
  // That a template replaces a built-in default is its purpose; what people want to know is what of their own does not count.
  const lost = data.overrides.filter((item) => item.layer.startsWith("document"));
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }} h={{ base: 380, md: 560 }}>
        <YamlEditor
          value={stringify(data.document, { lineWidth: 0 })}
          label={t("effective.label", { name })}
          schemaFor={null}
          readOnly
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack gap="md">
          {lost.length > 0 ? (
            <Alert color="yellow" title={t("effective.overrides")}>
              {lost.map((item) => (
                <Text key={item.path} fz="sm">
                  <Text span inherit ff="monospace">
                    {item.path}
                  </Text>{" "}
                  {t("effective.override", { by: item.by })}
                </Text>
              ))}
            </Alert>
          ) : null}
          <Origins origins={data.origins} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Origins({ origins }: { origins: EffectiveDto["origins"] }) {
  const t = useTranslations("workspace");
  const [search, setSearch] = useState("");
  const [others, setOthers] = useState(false);
  const rows = Object.entries(origins).filter(
    ([path, origin]) => path.toLowerCase().includes(search.toLowerCase()) && !(others && origin.startsWith("document")),
  );
  return (
    <Stack gap="xs">
      <TextInput
        size="xs"
        aria-label={t("effective.search")}
        placeholder={t("effective.search")}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <Switch
        size="xs"
        label={t("effective.not-mine")}
        checked={others}
        onChange={(event) => setOthers(event.currentTarget.checked)}
      />
      <Table.ScrollContainer minWidth={320} maxHeight={460} type="native">
        <Table stickyHeader fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("effective.field")}</Table.Th>
              <Table.Th>{t("effective.origin")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([path, origin]) => (
              <Table.Tr key={path}>
                <Table.Td ff="monospace" style={{ overflowWrap: "anywhere" }}>
                  {path}
                </Table.Td>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{origin}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
