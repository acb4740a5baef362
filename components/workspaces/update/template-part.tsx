"use client";
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { fetchJson } from "@/components/ui/fetch-json";
import { useTemplateWords } from "@/components/templates/use-template-words";
import { ParameterFields } from "@/components/workspaces/sections/parameters/parameter-fields";
import type { Draft } from "@/components/yaml/use-draft";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { TemplateDetailDto, TemplateVersionDetailDto } from "@/lib/templates/dto";
import type { WorkspaceDto } from "@/lib/workspaces/dto";

type Props = { readonly workspace: WorkspaceDto; readonly draft: Draft };

/** What the document takes from its template: a newer version that is offered, and the values that the version in the text asks for. */
export function TemplatePart({ workspace, draft }: Props) {
  const value: JsonObject = draft.reading.ok ? draft.reading.value : {};
  const name = typeof value.template === "string" ? value.template : null;
  const template = useRead<TemplateDetailDto>(name && `/api/v1/templates/${encodeURIComponent(name)}`);
  const written = typeof value.template_version === "number" ? value.template_version : null;
  const kept = name === workspace.template ? (workspace.template_version ?? 1) : null;
  const number = written ?? kept ?? template?.version ?? null;
  const version = useRead<TemplateVersionDetailDto>(
    template && number !== null && `/api/v1/templates/${encodeURIComponent(template.name)}/versions/${number}`,
  );
  if (!template || number === null) return null;
  const type = workspace.cluster_type === "fake" ? "kubernetes" : workspace.cluster_type;
  const asked = version?.asked[type] ?? [];
  return (
    <>
      {number < template.version ? <NewerVersion template={template} number={number} draft={draft} /> : null}
      <ParameterFields
        parameters={(version?.parameters ?? []).filter((parameter) => asked.includes(parameter.name))}
        builtIn={version?.author === null}
      />
    </>
  );
}

/** Null while it is read, and where the person may not: the text alone is then what is changed. */
function useRead<T>(path: string | null | false): T | null {
  const { data } = useQuery({
    queryKey: ["templates", path],
    queryFn: ({ signal }) => fetchJson<T>(path || "", signal),
    enabled: Boolean(path),
    retry: false,
  });
  return (path ? data : null) ?? null;
}

type NewerProps = { readonly template: TemplateDetailDto; readonly number: number; readonly draft: Draft };

function NewerVersion({ template, number, draft }: NewerProps) {
  const t = useTranslations("templates.outdated");
  const { title } = useTemplateWords()(template);
  const known = template.parameters.map((parameter) => parameter.name);
  const take = () => {
    const given = draft.reading.ok && isObject(draft.reading.value.parameters) ? draft.reading.value.parameters : {};
    // What the newer version does not have would be refused.
    const gone = Object.keys(given).filter((parameter) => !known.includes(parameter));
    draft.edit([
      ...gone.map((parameter) => ({ path: ["parameters", parameter], value: undefined })),
      { path: ["template_version"], value: template.version },
    ]);
  };
  return (
    <Alert color="harbour" icon={<IconTemplate size={18} aria-hidden />} role="status">
      <Group justify="space-between" gap="sm">
        <Text fz="sm">{t("offer", { template: title, newest: template.version, version: number })}</Text>
        <Button size="compact-sm" onClick={take}>
          {t("take", { newest: template.version })}
        </Button>
      </Group>
    </Alert>
  );
}
