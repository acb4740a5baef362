"use client";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useMemo, useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { fetchJson } from "@/components/ui/fetch-json";
import { useToldAll } from "@/components/ui/told";
import type { SubmitError } from "@/components/ui/use-submit";
import { FaultList } from "./fault-list";
import { YamlEditor } from "./lazy";
import { useCheck, type CheckAction } from "./use-check";
import type { Draft } from "./use-draft";
import type { Reveal } from "./yaml-editor";
import type { Fault } from "@/lib/shared/errors";
import type { SchemaObject } from "@/lib/workspaces/json-schema";
import classes from "./versioned-text.module.css";

type Props = {
  /** Whose words it speaks. */
  readonly area: "policies" | "templates";
  /** Address of the JSON schema that completes it. */
  readonly schemaUrl: string;
  readonly draft: Draft;
  readonly check: CheckAction;
  /** Name of what is being changed; absent: there is one thing only, or it is new. */
  readonly subject?: string;
  /** What the button says; absent: that the effect is shown next. */
  readonly submit?: string;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly readOnly: boolean;
  readonly onReview: () => void;
};

/** A text that has versions, as YAML with completion, and the server's opinion while it is typed. */
export function TextEditor({ area, schemaUrl, draft, check, subject, submit, busy, error, readOnly, onReview }: Props) {
  const t = useTranslations(area);
  const title = useId();
  const answer = useCheck(draft.text, check, subject);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const schema = useSchema(area, schemaUrl);
  const faults = useToldAll(answer.faults);
  const show = ({ line, column }: Fault) => {
    if (line !== undefined) setReveal({ line, column: column ?? 1, request: (reveal?.request ?? 0) + 1 });
  };
  return (
    <Stack gap="sm" component="section" aria-labelledby={title}>
      <Group justify="space-between">
        <Title order={2} id={title}>
          {t("editor.title")}
        </Title>
        {draft.changed ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconArrowBackUp size={14} aria-hidden />}
            onClick={draft.discard}
          >
            {t("editor.discard")}
          </Button>
        ) : null}
      </Group>
      <div className={classes.editor}>
        <YamlEditor
          value={draft.text}
          onChange={draft.setText}
          label={t("editor.label")}
          schemaFor={schema}
          faults={faults}
          reveal={reveal}
          readOnly={readOnly}
        />
      </div>
      <FaultList title={t("editor.faults", { count: answer.faults.length })} faults={answer.faults} onSelect={show} />
      <ErrorAlert error={error ?? answer.error} />
      {readOnly ? null : (
        <Group justify="space-between">
          <Text fz="sm" c="dimmed" flex="1 1 12rem">
            {t("editor.untouched")}
          </Text>
          <Button
            flex="none"
            loading={busy}
            disabled={!draft.changed || answer.pending || answer.faults.length > 0}
            onClick={onReview}
          >
            {submit ?? t("editor.review")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** Fetched, not bundled: only this screen needs it. Without it the editor works all the same. */
function useSchema(name: string, url: string) {
  const { data } = useQuery({
    queryKey: ["schemas", name],
    queryFn: ({ signal }) => fetchJson<SchemaObject>(url, signal),
    staleTime: Infinity,
  });
  return useMemo(() => (data ? { name, schema: data } : null), [name, data]);
}
