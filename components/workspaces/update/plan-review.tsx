"use client";
import { Alert, Button, Group, Radio, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconGitCompare } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PlanView } from "@/components/plan/plan-view";
import { ErrorAlert } from "@/components/ui/error-alert";
import { effects } from "@/lib/provisioning/plan";
import { MergedNote } from "./merged-note";
import type { ApplyWhen, UpdateFlow } from "./use-update";

/** The plan of an update with its confirmation: now, or at the next restart where something would be interrupted. */
export function PlanReview({ flow }: { flow: UpdateFlow }) {
  const t = useTranslations("workspace");
  const [when, setWhen] = useState<ApplyWhen>("now");
  const { preview } = flow;
  if (!preview) return null;
  const { plan } = preview;
  const mayWait = flow.mayWait && effects.indexOf(plan.effect) >= effects.indexOf("restart");
  return (
    <Stack gap="md">
      {flow.changedBy === null ? null : (
        <Alert
          color="yellow"
          icon={<IconGitCompare size={18} aria-hidden />}
          title={flow.changedBy === "" ? t("update.stale") : t("update.stale-by", { by: flow.changedBy })}
          role="alert"
        >
          {flow.merged ? (
            <>
              <MergedNote merged={flow.merged} />
              <Text fz="sm" mt={4}>
                {t("update.merged-plan")}
              </Text>
            </>
          ) : (
            t("update.stale-text")
          )}
        </Alert>
      )}
      {flow.withSettings && preview.settings_changed.length > 0 ? (
        <Alert color="harbour">{t("update.settings-list", { names: preview.settings_changed.join(", ") })}</Alert>
      ) : null}
      <PlanView plan={plan} />
      {mayWait ? (
        <Radio.Group
          label={t("update.when")}
          value={when}
          onChange={(value) => setWhen(value === "now" ? "now" : "next-restart")}
        >
          <Group gap="lg" mt={6}>
            <Radio value="now" label={t("update.now")} />
            <Radio value="next-restart" label={t("update.next-restart")} />
          </Group>
        </Radio.Group>
      ) : null}
      <ErrorAlert error={flow.failure} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={flow.back}>
          {t("update.back")}
        </Button>
        <Button
          loading={flow.busy}
          color={plan.effect === "data-loss" ? "red" : "harbour"}
          disabled={plan.steps.length === 0 && !flow.withSettings && !flow.storesRevision}
          onClick={() => void flow.apply(mayWait ? when : "now")}
        >
          {t(mayWait && when === "next-restart" ? "update.save" : "update.apply")}
        </Button>
      </Group>
    </Stack>
  );
}
