"use client";
import { NativeSelect, Group, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMounted } from "@mantine/hooks";
import { useLocale, useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { isLocale, localeCookie, localeNames, locales } from "@/lib/i18n/locales";

const schemes = ["auto", "light", "dark"] as const;
const isScheme = (value: string): value is MantineColorScheme => schemes.some((scheme) => scheme === value);

/** Both are kept by this browser and count at once. */
export function PreferencesForm() {
  const t = useTranslations("people.preferences");
  const locale = useLocale();
  const router = useRouter();
  const mounted = useMounted();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const setLanguage = (value: string) => {
    if (!isLocale(value)) return;
    document.cookie = `${localeCookie}=${value}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
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
