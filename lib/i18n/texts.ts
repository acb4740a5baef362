import type { Locale } from "./locales";
import type { Catalogue } from "./text";

/** The catalogue of a language; English texts come complete, so there is nothing to look up. */
export async function textsOf(locale: Locale): Promise<Catalogue> {
  return locale === "en" ? {} : (await import(`@/messages/${locale}/texts.json`)).default;
}
