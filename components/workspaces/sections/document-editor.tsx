"use client";
import { Alert, Button, Grid, Group, ScrollArea, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { useTold, useToldAll } from "@/components/ui/told";
import { FaultList } from "@/components/yaml/fault-list";
import { YamlEditor } from "@/components/yaml/lazy";
import type { Check } from "@/components/yaml/use-check";
import type { Draft } from "@/components/yaml/use-draft";
import type { Reveal } from "@/components/yaml/yaml-editor";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import classes from "./document-editor.module.css";
import { DocumentFormProvider } from "./document-form";
import { DocumentSections } from "./document-sections";
import { sectionOf } from "./section-of";

type Props = {
  readonly draft: Draft;
  readonly check: Check;
  readonly clusterType: ClusterType;
  /** Fields above the sections: name, template, cluster of a new workspace. */
  readonly children?: ReactNode;
};

type Side = "form" | "yaml";

/** One document as form and as YAML, side by side; on a narrow screen one of them at a time. */
export function DocumentEditor({ draft, check, clusterType, children }: Props) {
  const t = useTranslations("editor");
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const [side, setSide] = useState<Side>("form");
  const [opened, setOpened] = useState<string[]>(clusterType === "local" ? [] : ["container"]);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const told = useTold();
  const { reading } = draft;
  const faults = useToldAll(reading.ok ? check.faults : reading.faults);

  const goTo = (fault: Fault) => {
    if (fault.path) setOpened((sections) => [...new Set([...sections, sectionOf(fault.path)])]);
    if (fault.line !== undefined) {
      setSide("yaml");
      setReveal((last) => ({ line: fault.line ?? 1, column: fault.column ?? 1, request: (last?.request ?? 0) + 1 }));
      return;
    }
    setSide("form");
    // The section opens first; its field is there after the next paint.
    requestAnimationFrame(() => document.getElementById(`field:${fault.path}`)?.focus());
  };

  const form = (
    <fieldset className={classes.form} disabled={!reading.ok} aria-label={t("side.form")}>
      <DocumentFormProvider
        value={reading.ok ? reading.value : {}}
        clusterType={clusterType}
        faults={faults}
        edit={draft.edit}
      >
        <Stack gap="md" p={2}>
          {children}
          <DocumentSections faults={faults} opened={opened} onOpenedChange={setOpened} />
        </Stack>
      </DocumentFormProvider>
    </fieldset>
  );
  const yaml = (
    <Stack gap={6} className={classes.yaml}>
      <Group justify="space-between" gap="xs">
        <Text fz="sm" fw={500}>
          {t("side.yaml")}
        </Text>
        {draft.changed ? (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            onClick={draft.discard}
          >
            {t("discard")}
          </Button>
        ) : (
          <Text fz="xs" c="dimmed">
            {t("side.hint")}
          </Text>
        )}
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        <YamlEditor
          value={draft.text}
          onChange={draft.setText}
          label={t("side.editor-label")}
          schemaFor={clusterType}
          faults={faults}
          reveal={reveal}
        />
      </div>
    </Stack>
  );

  return (
    <Stack gap="sm" className={classes.editor}>
      {wide ? null : (
        <SegmentedControl
          fullWidth
          aria-label={t("side.label")}
          value={side}
          onChange={(next) => setSide(next === "yaml" ? "yaml" : "form")}
          data={[
            { value: "form", label: t("side.form") },
            { value: "yaml", label: t("side.yaml") },
          ]}
        />
      )}
      {wide ? (
        <Grid gap="lg" className={classes.columns} classNames={{ inner: classes.inner ?? "" }}>
          <Grid.Col span={6} h="100%">
            <ScrollArea
              h="100%"
              type="auto"
              scrollbarSize={8}
              offsetScrollbars
              viewportProps={{ tabIndex: reading.ok ? -1 : 0 }}
            >
              {form}
            </ScrollArea>
          </Grid.Col>
          <Grid.Col span={6} h="100%">
            {yaml}
          </Grid.Col>
        </Grid>
      ) : side === "form" ? (
        form
      ) : (
        yaml
      )}
      {draft.editFault ? <Alert color="yellow">{t("edit-refused", { reason: told(draft.editFault) })}</Alert> : null}
      <FaultList
        title={reading.ok ? t("faults.title", { count: faults.length }) : t("faults.unreadable")}
        faults={faults}
        onSelect={goTo}
      />
      {check.error ? <Alert color="yellow">{told(check.error)}</Alert> : null}
    </Stack>
  );
}
