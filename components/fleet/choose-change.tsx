"use client";
import { Button, Group, Radio, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { FaultList } from "@/components/yaml/fault-list";
import { YamlEditor } from "@/components/yaml/lazy";
import type { Reveal } from "@/components/yaml/yaml-editor";
import { patchJsonSchema } from "@/lib/fleet/patch-schema";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { examples, type ChangeDraft, type ChangeKind } from "./change-draft";
import classes from "./fleet.module.css";

type Props = {
  readonly draft: ChangeDraft;
  readonly onChange: (draft: ChangeDraft) => void;
  readonly clusterType: ClusterType;
  readonly faults: readonly Fault[];
};

const kinds: readonly ChangeKind[] = ["update", "restart", "re-add-routes"];

/** What happens to each of them. */
export function ChooseChange({ draft, onChange, clusterType, faults }: Props) {
  const t = useTranslations("fleet.change");
  const schema = useMemo(() => ({ name: `fleet-${clusterType}`, schema: patchJsonSchema(clusterType) }), [clusterType]);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const set = (change: Partial<ChangeDraft>) => onChange({ ...draft, ...change });
  return (
    <Stack gap="sm" component="section" aria-labelledby="fleet-change">
      <Title order={2} id="fleet-change">
        {t("title")}
      </Title>
      <Radio.Group
        aria-labelledby="fleet-change"
        value={draft.kind}
        onChange={(value) => set({ kind: kinds.find((kind) => kind === value) ?? "update" })}
      >
        <Stack gap="xs">
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} label={t(`kind.${kind}`)} description={t(`about.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.kind === "update" ? (
        <>
          <Group gap="xs" justify="space-between">
            <Text fz="sm" fw={500}>
              {t("patch")}
            </Text>
            <Group gap={4}>
              {examples.map(({ id, text }) => (
                <Button key={id} size="compact-xs" variant="default" onClick={() => set({ text })}>
                  {t(`example.${id}`)}
                </Button>
              ))}
            </Group>
          </Group>
          <div className={classes.patch}>
            <YamlEditor
              value={draft.text}
              onChange={(text) => set({ text })}
              label={t("patch")}
              schemaFor={schema}
              faults={faults}
              reveal={reveal}
            />
          </div>
          <Text fz="xs" c="dimmed">
            {t("patch-hint")}
          </Text>
          <FaultList
            title={t("faults", { count: faults.length })}
            faults={faults}
            onSelect={({ line = 1, column = 1 }) =>
              setReveal((before) => ({ line, column, request: (before?.request ?? 0) + 1 }))
            }
          />
          <Switch
            checked={draft.settings}
            onChange={(event) => set({ settings: event.currentTarget.checked })}
            label={t("settings")}
            description={t("settings-about")}
          />
          <TextInput
            label={t("message")}
            maxLength={500}
            value={draft.message}
            onChange={(event) => set({ message: event.currentTarget.value })}
          />
        </>
      ) : null}
    </Stack>
  );
}
