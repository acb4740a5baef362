"use client";
import { Alert, Group, List, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { stringify } from "yaml";
import { useTold } from "@/components/ui/told";
import type { PlanDto } from "@/lib/workspaces/dto";
import { EffectBadge } from "./effect-badge";
import { FieldChange } from "./field-change";
import { groupSteps, type PlanStep } from "./group-steps";
import classes from "./plan.module.css";

/** What will happen, object by object, before anything does. Secrets come masked from the server. */
export function PlanView({ plan }: { plan: PlanDto }) {
  const t = useTranslations("editor");
  const told = useTold();
  const onlyNew = plan.steps.length > 0 && plan.steps.every((step) => step.action === "create");
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Text fw={600}>{t(onlyNew ? "plan.summary-new" : "plan.summary", { count: plan.steps.length })}</Text>
        {onlyNew ? null : (
          <>
            <EffectBadge effect={plan.effect} />
            <Text fz="sm" c="dimmed">
              {t(`effect.help.${plan.effect}`)}
            </Text>
          </>
        )}
      </Group>
      {plan.warnings.length > 0 ? (
        <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} title={t("plan.warnings")}>
          <List fz="sm">
            {plan.warnings.map((message, index) => (
              <List.Item key={message}>{told({ message, text: plan.warning_texts[index] ?? undefined })}</List.Item>
            ))}
          </List>
        </Alert>
      ) : null}
      {plan.steps.length === 0 ? <Text fz="sm">{t("plan.nothing")}</Text> : null}
      {groupSteps(plan.steps).map((group) => (
        <Stack gap="xs" key={group.action} component="section" aria-label={t(`plan.action.${group.action}`)}>
          {onlyNew ? null : (
            <Title order={2} fz="sm">
              {t(`plan.action.${group.action}`)}
            </Title>
          )}
          {group.steps.map((step) => (
            <StepCard key={`${step.kind}/${step.name}`} step={step} opened={plan.steps.length <= fewSteps} />
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

/** So few objects are shown as a whole at once. */
const fewSteps = 3;

function StepCard({ step, opened }: { step: PlanStep; opened: boolean }) {
  const t = useTranslations("editor");
  return (
    <div className={classes.step}>
      <Group justify="space-between" gap="xs">
        <Text fz="sm">
          <Text span inherit fw={600}>
            {step.kind}
          </Text>{" "}
          <Text span ff="monospace" fz="xs">
            {step.name}
          </Text>
        </Text>
        {step.action === "create" ? null : <EffectBadge effect={step.effect} />}
      </Group>
      {step.changes.length > 0 ? (
        <ul style={{ listStyle: "none", margin: "0.5rem 0 0", padding: 0 }}>
          {step.changes.map((change) => (
            <FieldChange key={change.path} change={change} />
          ))}
        </ul>
      ) : null}
      {step.admission ? (
        <>
          <Text fz="sm" mt="xs" c="dimmed">
            {t("plan.admission")}
          </Text>
          <ul style={{ listStyle: "none", margin: "0.25rem 0 0", padding: 0 }}>
            {step.admission.map((change) => (
              <FieldChange key={change.path} change={change} />
            ))}
          </ul>
        </>
      ) : null}
      {step.object ? (
        <details open={opened} style={{ marginTop: "0.4rem" }}>
          <summary className={classes.summary}>{t("plan.object")}</summary>
          <pre className={classes.object} tabIndex={0}>
            {stringify(step.object, { lineWidth: 0 })}
          </pre>
        </details>
      ) : null}
    </div>
  );
}
