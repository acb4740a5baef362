"use client";
import { NativeSelect, Group, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { useLocale, useTranslations } from "next-intl";
import { useLanguage } from "@/components/layout/use-language";
import { isLocale, localeNames, locales } from "@/lib/i18n/locales";
import type { UpdateProfile } from "./profile-form";

const schemes = ["auto", "light", "dark"] as const;
const isScheme = (value: string): value is MantineColorScheme => schemes.some((scheme) => scheme === value);

/** Both are kept by this browser and count at once; the language also by the account, for pages on a workspace's own address. */
export function PreferencesForm({ updateProfile }: { updateProfile: UpdateProfile }) {
  const t = useTranslations("people.preferences");
  const locale = useLocale();
  const choose = useLanguage();
  const mounted = useMounted();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setLanguage = (value: string) => {
    if (!isLocale(value)) return;
    choose(value);
    // The browser remembers it in any case.
    void updateProfile({ locale: value }).catch(() => undefined);
  };
  return (
    <Group gap="md" grow preventGrowOverflow={false}>
      <NativeSelect
        label={t("language")}
        value={locale}
        data={locales.map((value) => ({ value, label: localeNames[value] }))}
        onChange={(event) => setLanguage(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("theme")}
        value={mounted ? colorScheme : "auto"}
        data={schemes.map((value) => ({ value, label: t(`scheme.${value}`) }))}
        onChange={(event) => {
          if (isScheme(event.currentTarget.value)) setColorScheme(event.currentTarget.value);
        }}
      />
    </Group>
  );
}
