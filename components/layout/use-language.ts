"use client";
import { useRouter } from "next/navigation";
import { localeCookie, type Locale } from "@/lib/i18n/locales";

/** Remembers the language for a year on this browser and shows the page in it. */
export function useLanguage(): (locale: Locale) => void {
  const router = useRouter();
  return (locale) => {
    document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
    router.refresh();
  };
}
