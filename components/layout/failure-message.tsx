"use client";
import { Button, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { StateMessage } from "@/components/ui/state-message";

export type FailureProps = { error: Error & { digest?: string }; reset: () => void };

/** `digest` is the id under which Next wrote the failure to the portal's log; the text of the failure never reaches the browser. */
export function FailureMessage({ error, reset }: FailureProps) {
  const t = useTranslations("common.error");
  return (
    <StateMessage
      level={1}
      icon={<IconAlertTriangle size={24} />}
      color="red"
      role="alert"
      title={t("title")}
      text={t("text")}
    >
      {error.digest ? (
        <Text fz="xs" ff="monospace">
          {t("digest", { digest: error.digest })}
        </Text>
      ) : null}
      <Button onClick={reset}>{t("retry")}</Button>
    </StateMessage>
  );
}
