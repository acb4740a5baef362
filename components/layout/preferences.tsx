"use client";
import { ActionIcon, Box, NativeSelect, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useLocale, useTranslations } from "next-intl";
import { isLocale, locales } from "@/lib/i18n/locales";
import { useLanguage } from "./use-language";

/** Two letters: the header has little room. The page "Me" has the full names. */
export function LanguageSelect() {
  const t = useTranslations("shell");
  const locale = useLocale();
  const choose = useLanguage();
  return (
    <NativeSelect
      aria-label={t("language")}
      size="xs"
      w={64}
      value={locale}
      data={[...locales]}
      onChange={({ currentTarget }) => {
        if (isLocale(currentTarget.value)) choose(currentTarget.value);
      }}
    />
  );
}

export function useSchemeToggle(): () => void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: true });
  return () => setColorScheme(scheme === "dark" ? "light" : "dark");
}

/** Both icons are rendered and CSS shows one: the server does not know the scheme. */
export function SchemeToggle() {
  const t = useTranslations("shell");
  const toggle = useSchemeToggle();
  return (
    <ActionIcon variant="default" size={30} title={t("scheme")} aria-label={t("scheme")} onClick={toggle}>
      <Box component={IconSun} w={16} h={16} lightHidden aria-hidden />
      <Box component={IconMoon} w={16} h={16} darkHidden aria-hidden />
    </ActionIcon>
  );
}
