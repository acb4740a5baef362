"use client";
import { Button, Checkbox, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { FleetSelector } from "@/lib/fleet/schema";
import { phases } from "@/lib/workspaces/phase";
import classes from "./fleet.module.css";

type Props = {
  readonly selector: FleetSelector;
  readonly onChange: (selector: FleetSelector) => void;
  readonly clusters: readonly { readonly name: string; readonly type: string }[];
};

type TextKey = "search" | "owner" | "label" | "template";
const textKeys: readonly TextKey[] = ["search", "owner", "label", "template"];

/** Which workspaces: those that were selected in their table, or all that fit the filters. */
export function ChooseWorkspaces({ selector, onChange, clusters }: Props) {
  const t = useTranslations("fleet.choose");
  const words = useTranslations("workspaces");
  const { workspaces } = selector;
  const set = (key: keyof FleetSelector, value: string | boolean) => {
    const others = Object.fromEntries(Object.entries(selector).filter(([name]) => name !== key));
    onChange(value === "" || value === false ? others : { ...others, [key]: value });
  };
  const types = [...new Set(clusters.map(({ type }) => type))];
  return (
    <Stack gap="sm" component="section" aria-labelledby="fleet-choose">
      <Title order={2} id="fleet-choose">
        {t("title")}
      </Title>
      {workspaces ? (
        <Stack gap="xs">
          <Text fz="sm">{t("selected", { count: workspaces.length })}</Text>
          <Text fz="sm" c="dimmed" className={classes.names} tabIndex={0} role="region" aria-label={t("title")}>
            {workspaces.map(({ name }) => name).join(", ")}
          </Text>
          <Group>
            <Button size="compact-sm" variant="default" onClick={() => onChange({})}>
              {t("by-filter")}
            </Button>
          </Group>
        </Stack>
      ) : (
        <>
          <Text fz="sm" c="dimmed">
            {t("hint")}
          </Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {textKeys.map((key) => (
              <TextInput
                key={key}
                label={t(`${key}.label`)}
                placeholder={t(`${key}.example`)}
                value={selector[key] ?? ""}
                onChange={(event) => set(key, event.currentTarget.value)}
              />
            ))}
            <NativeSelect
              label={words("column.status")}
              value={selector.phase ?? ""}
              onChange={(event) => set("phase", event.currentTarget.value)}
              data={[
                { value: "", label: words("any-status") },
                ...phases.map((phase) => ({ value: phase, label: words(`phase.${phase}`) })),
              ]}
            />
            <NativeSelect
              label={words("column.cluster")}
              value={selector.cluster ?? ""}
              onChange={(event) => set("cluster", event.currentTarget.value)}
              data={[{ value: "", label: words("any-cluster") }, ...clusters.map(({ name }) => name)]}
            />
            {types.length > 1 ? (
              <NativeSelect
                label={t("type")}
                value={selector.cluster_type ?? ""}
                onChange={(event) => set("cluster_type", event.currentTarget.value)}
                data={[{ value: "", label: t("any-type") }, ...types]}
              />
            ) : null}
          </SimpleGrid>
          <Checkbox
            label={t("outdated")}
            checked={selector.outdated === true}
            onChange={(event) => set("outdated", event.currentTarget.checked)}
          />
        </>
      )}
    </Stack>
  );
}
