"use client";
import { Alert, Button, Checkbox, Group, NumberInput, Radio, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft, IconShip } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EffectBadge } from "@/components/plan/effect-badge";
import { ErrorAlert } from "@/components/ui/error-alert";
import type { SubmitError } from "@/components/ui/use-submit";
import type { FleetPlanDto } from "@/lib/fleet/dto";
import type { ItemState } from "@/lib/fleet/rollout";
import { effects } from "@/lib/provisioning/plan";
import { CountFilter } from "./count-filter";
import { ItemTable } from "./item-table";

export type How = {
  readonly batch: number;
  readonly max_unavailable: number;
  readonly max_failures: number;
  readonly apply: "now" | "next-restart";
};

type Props = {
  readonly plan: FleetPlanDto;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly onBack: () => void;
  readonly onStart: (how: How) => void;
};

const numbers = ["batch", "max_unavailable", "max_failures"] as const;
const most = 1_000;

/** What the change does to each workspace, in how many stages it goes, and *Start*. */
export function PlanReview({ plan, busy, error, onBack, onStart }: Props) {
  const t = useTranslations("fleet.plan");
  const [only, setOnly] = useState<ItemState | null>(null);
  const [how, setHow] = useState<How>({ batch: 10, max_unavailable: 1, max_failures: 1, apply: "now" });
  const [known, setKnown] = useState(false);
  const { counts, items } = plan;
  const shown = only === null ? items : items.filter(({ state }) => state === only);
  const loses = plan.effects["data-loss"];
  const mayWait = plan.change.action === "update" && effects.indexOf(plan.effect) >= effects.indexOf("restart");
  return (
    <Stack gap="md" component="section" aria-labelledby="fleet-plan">
      <Title order={2} id="fleet-plan">
        {t("title", { count: counts.waiting })}
      </Title>
      <Group gap="xs" role="status" aria-label={t("effects")}>
        {effects
          .filter((effect) => plan.effects[effect] > 0)
          .map((effect) => (
            <Group key={effect} gap={4}>
              <Text fz="sm" fw={600}>
                {plan.effects[effect]}
              </Text>
              <EffectBadge effect={effect} />
            </Group>
          ))}
      </Group>
      {counts.waiting === 0 ? <Alert color="harbour">{t("nothing")}</Alert> : null}
      <CountFilter counts={counts} value={only} onChange={setOnly} />
      {items.length === 0 ? <Text fz="sm">{t("none-fit")}</Text> : <ItemTable items={shown} planned />}
      {counts.waiting > 0 ? (
        <>
          <Group gap="md" align="flex-start">
            {numbers.map((key) => (
              <NumberInput
                key={key}
                w={200}
                label={t(`${key}.label`)}
                description={t(`${key}.about`)}
                inputWrapperOrder={["label", "input", "description"]}
                min={1}
                max={most}
                allowDecimal={false}
                clampBehavior="strict"
                value={how[key]}
                onChange={(value) => setHow({ ...how, [key]: Math.max(1, Number(value) || 1) })}
              />
            ))}
          </Group>
          {mayWait ? (
            <Radio.Group
              label={t("when")}
              value={how.apply}
              onChange={(value) => setHow({ ...how, apply: value === "now" ? "now" : "next-restart" })}
            >
              <Group gap="md" mt={4}>
                <Radio value="now" label={t("now")} />
                <Radio value="next-restart" label={t("next-restart")} />
              </Group>
            </Radio.Group>
          ) : null}
          {loses > 0 ? (
            <Checkbox
              color="red"
              checked={known}
              onChange={(event) => setKnown(event.currentTarget.checked)}
              label={t("loses", { count: loses })}
            />
          ) : null}
        </>
      ) : null}
      <ErrorAlert error={error} />
      <Group justify="space-between">
        <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onBack}>
          {t("back")}
        </Button>
        <Button
          loading={busy}
          disabled={counts.waiting === 0 || (loses > 0 && !known)}
          leftSection={<IconShip size={16} aria-hidden />}
          onClick={() => onStart(how)}
        >
          {t("start", { count: counts.waiting })}
        </Button>
      </Group>
    </Stack>
  );
}
