import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./globals.css";
import { ColorSchemeScript, mantineHtmlProps } from "@mantine/core";
import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/layout/providers";
import { TextsProvider } from "@/components/ui/told";
import { catalogues } from "@/lib/i18n/catalogues";

export const metadata: Metadata = { title: { template: "%s · Berth", default: "Berth" } };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Made by proxy.ts; reading a header makes every page dynamic, which a nonce needs anyway.
  const nonce = (await headers()).get("x-nonce") ?? "";
  const locale = await getLocale();
  return (
    <html lang={locale} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript nonce={nonce} defaultColorScheme="auto" suppressHydrationWarning />
      </head>
      <body>
        <NextIntlClientProvider>
          <TextsProvider catalogue={catalogues[locale]}>
            <Providers nonce={nonce}>{children}</Providers>
          </TextsProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
