"use client";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { fetchJson } from "@/components/ui/fetch-json";
import { useToldAll } from "@/components/ui/told";
import type { SubmitError } from "@/components/ui/use-submit";
import { FaultList } from "@/components/yaml/fault-list";
import { YamlEditor } from "@/components/yaml/lazy";
import { useCheck, type CheckAction } from "@/components/yaml/use-check";
import type { Draft } from "@/components/yaml/use-draft";
import type { Reveal } from "@/components/yaml/yaml-editor";
import type { Fault } from "@/lib/shared/errors";
import type { SchemaObject } from "@/lib/workspaces/json-schema";
import classes from "./policies.module.css";

type Props = {
  readonly draft: Draft;
  readonly check: CheckAction;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly readOnly: boolean;
  readonly onReview: () => void;
};

/** The policy as YAML, with completion, and the server's opinion while it is typed. */
export function PolicyEditor({ draft, check, busy, error, readOnly, onReview }: Props) {
  const t = useTranslations("policies");
  const answer = useCheck(draft.text, check);
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const schema = usePolicySchema();
  const faults = useToldAll(answer.faults);
  const show = ({ line, column }: Fault) => {
    if (line !== undefined) setReveal({ line, column: column ?? 1, request: (reveal?.request ?? 0) + 1 });
  };
  return (
    <Stack gap="sm" component="section" aria-labelledby="policy-text">
      <Group justify="space-between">
        <Title order={2} id="policy-text">
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
            {t("editor.review")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** Fetched, not bundled: only this screen needs it. Without it the editor works all the same. */
function usePolicySchema() {
  const { data } = useQuery({
    queryKey: ["schemas", "policy"],
    queryFn: ({ signal }) => fetchJson<SchemaObject>("/schemas/policy.json", signal),
    staleTime: Infinity,
  });
  return useMemo(() => (data ? { name: "policy", schema: data } : null), [data]);
}
