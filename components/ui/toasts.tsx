"use client";
import { MantineThemeProvider } from "@mantine/core";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { firstToast } from "./notify";

const Notifications = dynamic(() => import("@mantine/notifications").then((module) => module.Notifications), {
  ssr: false,
});

/** Where toasts appear; mounted, and its code fetched, with the first of them. */
export function Toasts() {
  const close = useTranslations("common")("close");
  const [used, setUsed] = useState(false);
  useEffect(() => {
    const onFirst = () => setUsed(true);
    window.addEventListener(firstToast, onFirst, { once: true });
    return () => window.removeEventListener(firstToast, onFirst);
  }, []);
  if (!used) return null;
  const named = { Notification: { defaultProps: { closeButtonProps: { "aria-label": close } } } };
  return (
    <MantineThemeProvider theme={{ components: named }}>
      <Notifications position="bottom-right" limit={4} />
    </MantineThemeProvider>
  );
}
