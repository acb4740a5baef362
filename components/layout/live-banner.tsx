"use client";
import { Group, Loader, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import classes from "./shell.module.css";
import { useLive } from "./live";

/** Says so while the stream is broken: nothing on the page passes for live then. */
export function LiveBanner() {
  const t = useTranslations("shell.live");
  const { state } = useLive();
  return (
    <div role="status">
      {state === "reconnecting" ? (
        <Group className={classes.banner} gap="xs" justify="center">
          <Loader size={14} color="yellow" aria-hidden />
          <Text fz="sm">{t("reconnecting")}</Text>
        </Group>
      ) : null}
    </div>
  );
}
