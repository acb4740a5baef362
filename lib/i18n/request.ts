import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale, chooseTimeZone, localeCookie, namespaces, timeZoneCookie } from "./locales";

/** The language is never part of the URL: a link works for everybody, each in the own language. */
export default getRequestConfig(async () => {
  const jar = await cookies();
  const locale = chooseLocale(jar.get(localeCookie)?.value, (await headers()).get("accept-language"));
  const loaded = await Promise.all(
    namespaces.map(async (name) => [name, (await import(`@/messages/${locale}/${name}.json`)).default] as const),
  );
  return {
    locale,
    messages: Object.fromEntries(loaded),
    timeZone: chooseTimeZone(decode(jar.get(timeZoneCookie)?.value)),
  };
});

const decode = (value: string | undefined): string | undefined => value?.replaceAll("%2F", "/");
