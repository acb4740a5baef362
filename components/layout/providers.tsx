"use client";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { NowProvider } from "@/components/ui/now";
import { propagateStyleNonce } from "@/components/ui/style-nonce";
import { cssVariables, theme } from "@/components/ui/theme";
import { Toasts } from "@/components/ui/toasts";
import { timeZoneCookie } from "@/lib/i18n/locales";

// Before the first editor, terminal or dialog makes a <style>.
propagateStyleNonce();

/** What every page stands on: query cache, theme, clock, toasts. */
export function Providers({ nonce, children }: { nonce: string; children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: 1 } } }));
  // A refresh brings the nonce of another answer; the browser knows that of the document only.
  const [documentNonce] = useState(nonce);
  useEffect(rememberTimeZone, []);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => documentNonce}
      >
        <NowProvider>
          <Toasts />
          {children}
        </NowProvider>
      </MantineProvider>
    </QueryClientProvider>
  );
}

/** The server writes times in the person's zone from the next page on; without the cookie it writes UTC. */
function rememberTimeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  document.cookie = `${timeZoneCookie}=${zone}; path=/; max-age=31536000; samesite=lax`;
}
