import { IconCompass } from "@tabler/icons-react";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button-link";
import { StateMessage } from "@/components/ui/state-message";

/** The same for what is absent and for what the person may not see. */
export async function NotFoundMessage() {
  const t = await getTranslations("common.not-found");
  return (
    <StateMessage level={1} icon={<IconCompass size={24} />} title={t("title")} text={t("text")}>
      <ButtonLink href="/workspaces">{t("back")}</ButtonLink>
    </StateMessage>
  );
}
