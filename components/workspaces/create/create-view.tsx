"use client";
import { Alert, Button, FileButton, Group, Select, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconFileImport, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { PlanView } from "@/components/plan/plan-view";
import { callAction } from "@/components/ui/call-action";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useTold } from "@/components/ui/told";
import { ParameterFields } from "@/components/workspaces/sections/parameters/parameter-fields";
import { DocumentEditor } from "@/components/workspaces/sections/document-editor";
import { showScalar } from "@/components/workspaces/sections/values";
import { useCheck, type CheckAction } from "@/components/yaml/use-check";
import { useDraft } from "@/components/yaml/use-draft";
import type { ActionResult } from "@/lib/shared/action-result";
import type { OperationDto, PlanDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { yamlLimits } from "@/lib/shared/yaml-limits";
import classes from "./create.module.css";
import { NameField } from "./name-field";
import {
  firstCluster,
  moveToCluster,
  startDocument,
  type ClusterChoice,
  type TemplatesByCluster,
} from "./start-document";
import { TemplateCards } from "./template-cards";

export type CreateActions = {
  readonly check: CheckAction;
  readonly preview: (input: { yaml: string }) => Promise<ActionResult<{ plan: PlanDto }>>;
  readonly create: (input: {
    yaml: string;
  }) => Promise<ActionResult<{ workspace: WorkspaceDto; operation: OperationDto }>>;
};

type Props = {
  readonly clusters: readonly ClusterChoice[];
  readonly templates: TemplatesByCluster;
  readonly wishedCluster: string | null;
  readonly actions: CreateActions;
};

type Failure = Extract<ActionResult<unknown>, { ok: false }>["error"];

/** A new workspace: the document as form and YAML, then its plan, then *Create*. What was typed stays until it was created. */
export default function CreateView({ clusters, templates, wishedCluster, actions }: Props) {
  const t = useTranslations("editor");
  const told = useTold();
  const router = useRouter();
  const first = firstCluster(clusters, wishedCluster);
  const draft = useDraft(
    "create",
    startDocument(t("create.comment"), first?.name ?? "", templates[first?.name ?? ""]?.[0]?.name),
  );
  const answer = useCheck(draft.text, actions.check);
  const [plan, setPlan] = useState<PlanDto | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const value = draft.reading.ok ? draft.reading.value : {};
  const name = showScalar(value.name);
  const cluster = clusters.find((item) => item.name === value.cluster) ?? first;
  const available = templates[cluster?.name ?? ""] ?? [];
  const template = available.find((item) => item.name === value.template);
  // A name that nobody has typed yet is not a mistake: the footer asks for it.
  const check =
    name === "" && draft.reading.ok
      ? { ...answer, faults: answer.faults.filter((fault) => fault.path !== "name") }
      : answer;
  const faulty = name === "" || !draft.reading.ok || check.faults.length > 0 || check.name_taken;

  const review = async () => {
    setBusy(true);
    setFailure(null);
    const result = await callAction(() => actions.preview({ yaml: draft.text }), t("unreachable"));
    setBusy(false);
    if (result.ok) setPlan(result.value.plan);
    else setFailure(result.error);
  };
  const create = async () => {
    setBusy(true);
    setFailure(null);
    const result = await callAction(() => actions.create({ yaml: draft.text }), t("unreachable"));
    if (!result.ok) {
      setBusy(false);
      setFailure(result.error);
      return;
    }
    draft.forget();
    const { workspace } = result.value;
    router.push(`/workspaces/${workspace.name}?${new URLSearchParams({ cluster: workspace.cluster })}`);
  };

  if (!first || !cluster) return <Alert color="yellow">{t("create.no-cluster")}</Alert>;
  return (
    <Stack gap="md" className={classes.page}>
      <Group justify="space-between">
        <Title order={1}>{plan ? t("create.review-title", { name }) : t("create.title")}</Title>
        <Group gap="xs">
          {plan ? null : (
            <FileButton onChange={(file) => void readStart(file)?.then(draft.setText)} accept=".yaml,.yml,.json">
              {(props) => (
                <Button variant="default" size="xs" leftSection={<IconFileImport size={14} aria-hidden />} {...props}>
                  {t("create.import")}
                </Button>
              )}
            </FileButton>
          )}
          <Button component={Link} href="/workspaces" variant="subtle" color="gray" size="xs">
            {t("create.cancel")}
          </Button>
        </Group>
      </Group>
      {plan ? (
        <div className={classes.plan}>
          <PlanView plan={plan} />
        </div>
      ) : (
        <DocumentEditor draft={draft} check={check} clusterType={cluster.type}>
          <NameField
            value={name}
            onChange={(next) => draft.edit([{ path: ["name"], value: next === "" ? null : next }])}
            taken={check.pending ? null : check.name_taken}
            cluster={cluster.name}
          />
          <Select
            label={t("create.cluster")}
            allowDeselect={false}
            data={clusters.map((item) => ({
              value: item.name,
              label: `${item.name} (${t(`cluster-type.${item.type}`)})`,
            }))}
            value={cluster.name}
            onChange={(next) => {
              if (next)
                draft.setText(moveToCluster(draft.text, next, showScalar(value.template), templates[next] ?? []));
            }}
            {...(cluster.state === "unreachable"
              ? {
                  error: t("create.cluster-unreachable", {
                    reason: told({ message: cluster.reason ?? "", text: cluster.reason_text ?? undefined }),
                  }),
                }
              : {})}
          />
          <TemplateCards
            label={t("create.template")}
            templates={available}
            value={showScalar(value.template)}
            onChange={(template) =>
              // The values of one template mean nothing to another.
              draft.edit([
                { path: ["template"], value: template },
                { path: ["parameters"], value: undefined },
              ])
            }
          />
          {template ? <ParameterFields parameters={template.parameters} builtIn={template.built_in} /> : null}
        </DocumentEditor>
      )}
      <ErrorAlert error={failure} />
      <Group justify="space-between" className={classes.footer}>
        <Text fz="sm" c={faulty && !check.pending && name !== "" ? "red" : "dimmed"} role="status">
          {plan
            ? ""
            : name === "" && draft.reading.ok
              ? t("create.name-first")
              : check.pending
                ? t("create.checking")
                : faulty
                  ? t("faults.title", { count: Math.max(1, check.faults.length) })
                  : t("create.ready")}
        </Text>
        {plan ? (
          <Group gap="xs">
            <Button
              variant="default"
              leftSection={<IconArrowLeft size={16} aria-hidden />}
              onClick={() => setPlan(null)}
            >
              {t("create.back")}
            </Button>
            <Button leftSection={<IconPlus size={16} aria-hidden />} loading={busy} onClick={() => void create()}>
              {t("create.create")}
            </Button>
          </Group>
        ) : (
          <Button loading={busy} disabled={faulty || check.pending} onClick={() => void review()}>
            {t("create.review")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** One byte more than a document may have is enough to be told that it is too long. */
const readStart = (file: File | null): Promise<string> | undefined => file?.slice(0, yamlLimits.bytes + 1).text();
