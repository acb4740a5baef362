import { IconCompass } from "@tabler/icons-react";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { StateMessage } from "@/components/ui/state-message";

export default async function NotFound() {
  const t = await getTranslations("common.not-found");
  return (
    <StateMessage icon={<IconCompass size={24} />} title={t("title")} text={t("text")}>
      <ButtonLink href="/workspaces">{t("back")}</ButtonLink>
    </StateMessage>
  );
}
