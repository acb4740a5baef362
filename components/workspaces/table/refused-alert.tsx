"use client";
import { Alert } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

/** What the gateway sends a person here with who may not open a workspace. It says the same of one that does not exist. */
export function RefusedAlert({ name }: { name: string | null }) {
  const t = useTranslations("workspaces.gateway-refused");
  const [shown, setShown] = useState(true);
  if (name === null || !shown) return null;
  return (
    <Alert
      color="yellow"
      mb="md"
      icon={<IconLock size={18} aria-hidden />}
      title={t("title", { name })}
      role="alert"
      withCloseButton
      closeButtonLabel={t("close")}
      onClose={() => setShown(false)}
    >
      {t("text")}
    </Alert>
  );
}
