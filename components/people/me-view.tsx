"use client";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { MeDto } from "@/lib/workspaces/dto";
import { PasswordForm, type ChangePassword } from "./password-form";
import { PreferencesForm } from "./preferences-form";
import { ProfileForm, type UpdateProfile } from "./profile-form";
import { Tokens } from "./tokens";

type Props = { me: MeDto; updateProfile: UpdateProfile; changePassword: ChangePassword } & ComponentProps<
  typeof Tokens
>;

export function MeView({ me, updateProfile, changePassword, tokens, createToken, revokeToken }: Props) {
  const t = useTranslations("people.me");
  return (
    <>
      <PageHeader title={t("title")} subtitle={me.email} />
      <Section title={t("profile")}>
        <ProfileForm me={me} updateProfile={updateProfile} />
      </Section>
      <Section title={t("preferences")}>
        <PreferencesForm updateProfile={updateProfile} />
      </Section>
      <Section title={t("password")} text={t("password-text")}>
        <PasswordForm email={me.email} changePassword={changePassword} />
      </Section>
      <Section title={t("tokens")} text={t("tokens-text")}>
        <Tokens tokens={tokens} createToken={createToken} revokeToken={revokeToken} />
      </Section>
    </>
  );
}
