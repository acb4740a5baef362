import germanCauses from "@/messages/de/causes.json";
import german from "@/messages/de/texts.json";
import type { Locale } from "./locales";
import type { Catalogue } from "./text";

/** Texts that the server says by their code. English ones come complete, so there is nothing to look up. */
export const catalogues: Readonly<Record<Locale, Catalogue>> = { en: {}, de: german };

type CauseTexts = Readonly<Record<string, { readonly summary: string; readonly next: string }>>;

/** Causes have a table of their own (lib/workspaces/cause-table.ts). */
export const causeCatalogues: Readonly<Record<Locale, CauseTexts>> = { en: {}, de: germanCauses };
