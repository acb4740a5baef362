export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

/** One file per namespace in `messages/<locale>/`; `useTranslations("workspaces")` reads `workspaces.json`. */
export const namespaces = [
  "causes",
  "common",
  "shell",
  "workspaces",
  "clusters",
  "people",
  "editor",
  "fleet",
  "history",
  "idle",
  "policies",
  "templates",
  "variables",
  "workspace",
] as const;

/** The language's own name, as its speakers look for it. */
export const localeNames: Readonly<Record<Locale, string>> = { en: "English", de: "Deutsch" };

export const localeCookie = "berth-locale";
export const timeZoneCookie = "berth-time-zone";

export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);

/** The person's choice (cookie), else the first language of `accept-language` that there is, else English. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wished = (acceptLanguage ?? "").split(",").map((part) => part.trim().slice(0, 2).toLowerCase());
  return wished.find(isLocale) ?? "en";
}

/** A time zone that this runtime knows; UTC for anything else, so that a forged cookie cannot break a page. */
export function chooseTimeZone(wished: string | undefined): string {
  if (!wished) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: wished }).resolvedOptions().timeZone;
  } catch {
    // RangeError: unknown zone.
    return "UTC";
  }
}
