"use client";
import { Button } from "@mantine/core";
import { IconFilterOff, IconLayoutGridAdd, IconLock } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { StateMessage } from "@/components/ui/state-message";

type Props = { narrowed: boolean; mayCreate: boolean; hasRole: boolean; onClear: () => void };

/** Why there is nothing to see, and the way on. */
export function EmptyList({ narrowed, mayCreate, hasRole, onClear }: Props) {
  const t = useTranslations("workspaces.empty");
  if (narrowed) {
    return (
      <StateMessage
        icon={<IconFilterOff size={24} />}
        title={t("no-match.title")}
        text={t("no-match.text")}
        role="status"
      >
        <Button variant="default" onClick={onClear}>
          {t("no-match.clear")}
        </Button>
      </StateMessage>
    );
  }
  if (mayCreate) {
    return (
      <StateMessage icon={<IconLayoutGridAdd size={24} />} title={t("first.title")} text={t("first.text")}>
        <ButtonLink href="/workspaces/new" prefetch={false}>
          {t("first.create")}
        </ButtonLink>
      </StateMessage>
    );
  }
  const kind = hasRole ? "viewer" : "granted";
  return <StateMessage icon={<IconLock size={24} />} title={t(`${kind}.title`)} text={t(`${kind}.text`)} />;
}
