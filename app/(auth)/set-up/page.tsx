import type { Metadata } from "next";
import { IconCircleCheck, IconLink } from "@tabler/icons-react";
import { getTranslations } from "next-intl/server";
import { LanguageSelect, SchemeToggle } from "@/components/layout/preferences";
import { AuthCard } from "@/components/people/auth-card";
import { SetUpView } from "@/components/people/set-up-view";
import { ButtonLink } from "@/components/ui/button-link";
import { StateMessage } from "@/components/ui/state-message";
import { foundClusters } from "@/lib/people/server/found-clusters";
import { setupState } from "@/lib/people/server/set-up";
import { services } from "@/lib/server/services";
import { createOwner } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("people.set-up"))("title") };
}

type Props = { searchParams: Promise<{ code?: string | string[] }> };

/** Open to everybody, so it shows what was found only to those who hold the link. */
export default async function SetUpPage({ searchParams }: Props) {
  const t = await getTranslations("people.set-up");
  const { code } = await searchParams;
  const text = typeof code === "string" ? code.slice(0, 200) : "";
  const { needed, codeWorks } = await setupState(services(), text);
  const tools = [<LanguageSelect key="language" />, <SchemeToggle key="scheme" />];
  if (!needed) {
    return (
      <AuthCard title={t("title")} tools={tools}>
        <StateMessage icon={<IconCircleCheck size={24} />} title={t("closed.title")} text={t("closed.text")}>
          <ButtonLink href="/sign-in">{t("closed.sign-in")}</ButtonLink>
        </StateMessage>
      </AuthCard>
    );
  }
  if (!codeWorks) {
    return (
      <AuthCard title={t("title")} tools={tools}>
        <StateMessage icon={<IconLink size={24} />} title={t("no-code.title")} text={t("no-code.text")} />
      </AuthCard>
    );
  }
  const { found, checks } = await foundClusters(services());
  return (
    <AuthCard title={t("title")} text={t("text")} size={560} tools={tools}>
      <SetUpView code={text} found={found} checks={checks} createOwner={createOwner} />
    </AuthCard>
  );
}
