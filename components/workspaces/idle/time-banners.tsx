"use client";
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconCalendarOff, IconHourglassLow } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { Countdown } from "@/components/ui/countdown";
import { useNow } from "@/components/ui/now";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { KeepRunning } from "./keep-running";
import { useExtend, type ExtendAction } from "./use-extend";

const hour = 3_600;
const daySeconds = 86_400_000;

type Props = { readonly workspace: WorkspaceDto; readonly extend: ExtendAction; readonly onUpdate: () => void };

/** What ends the workspace soon, with what can be done about it. */
export function TimeBanners({ workspace, extend, onUpdate }: Props) {
  const now = useNow();
  const { idle_warned, idle_stops_at, idle } = workspace;
  // The warning may have been given by another replica, of which this page hears nothing.
  const due = now !== null && idle.warns_at !== null && Date.parse(idle.warns_at) <= now;
  const stopsAt = idle_stops_at ?? idle.stops_at;
  return (
    <>
      {(idle_warned || due) && stopsAt !== null ? (
        <IdleBanner workspace={workspace} stopsAt={stopsAt} extend={extend} />
      ) : null}
      {workspace.expires_at === null ? null : (
        <ExpiryBanner workspace={workspace} expiresAt={workspace.expires_at} onUpdate={onUpdate} />
      )}
    </>
  );
}

function IdleBanner({ workspace, stopsAt, extend }: Omit<Props, "onUpdate"> & { readonly stopsAt: string }) {
  const t = useTranslations("idle");
  const { busy, keep } = useExtend(extend);
  return (
    <Alert color="yellow" icon={<IconHourglassLow size={18} aria-hidden />} title={t("banner.title")} role="alert">
      <Stack gap="sm">
        <Text fz="sm">
          {t("banner.text")}{" "}
          <strong>
            <Countdown at={stopsAt} />
          </strong>
          . {t("banner.storage")}
        </Text>
        {workspace.may.operate ? (
          <Group gap="xs">
            <Button size="xs" loading={busy} onClick={() => void keep(workspace, hour)}>
              {t("keep")}
            </Button>
            <KeepRunning workspace={workspace} extend={extend} />
          </Group>
        ) : null}
      </Stack>
    </Alert>
  );
}

function ExpiryBanner({
  workspace,
  expiresAt,
  onUpdate,
}: Pick<Props, "workspace" | "onUpdate"> & { readonly expiresAt: string }) {
  const t = useTranslations("idle.expiry");
  const now = useNow();
  if (now === null) return null;
  const left = Date.parse(expiresAt) - now;
  if (left > daySeconds) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconCalendarOff size={18} aria-hidden />}
      title={t(left > 0 ? "soon" : "over")}
      role="status"
    >
      <Stack gap="sm">
        <Text fz="sm">
          {left > 0 ? <Countdown at={expiresAt} /> : null} {t(left > 0 ? "soon-text" : "over-text")}
        </Text>
        {workspace.may.operate ? (
          <Group>
            <Button size="xs" variant="default" onClick={onUpdate}>
              {t("change")}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Alert>
  );
}
