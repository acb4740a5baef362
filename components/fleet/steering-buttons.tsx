"use client";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import type { FleetState } from "@/lib/fleet/rollout";
import type { FleetVerb } from "./fleet-actions";

type Props = {
  readonly state: FleetState;
  /** How many would be left out by a stop. */
  readonly waiting: number;
  readonly busy: boolean;
  readonly onVerb: (verb: FleetVerb) => void;
};

/** Pause, resume, and stop, which is for good and therefore asked for twice. */
export function SteeringButtons({ state, waiting, busy, onVerb }: Props) {
  const t = useTranslations("fleet.steer");
  const cancel = useTranslations("common")("cancel");
  const [asking, ask] = useDisclosure();
  if (state !== "running" && state !== "paused") return null;
  const stop = () => {
    ask.close();
    onVerb("stop");
  };
  return (
    <>
      {state === "running" ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          loading={busy}
          onClick={() => onVerb("pause")}
        >
          {t("pause")}
        </Button>
      ) : (
        <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={busy} onClick={() => onVerb("resume")}>
          {t("resume")}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        disabled={busy}
        onClick={ask.open}
      >
        {t("stop")}
      </Button>
      <Dialog opened={asking} onClose={ask.close} title={t("stop-title")}>
        <Stack gap="md">
          <Text fz="sm">{t("stop-text", { count: waiting })}</Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={ask.close}>
              {cancel}
            </Button>
            <Button color="red" data-autofocus onClick={stop}>
              {t("stop-confirm")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
