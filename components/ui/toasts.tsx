"use client";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { firstToast } from "./notify";

const Notifications = dynamic(() => import("@mantine/notifications").then((module) => module.Notifications), {
  ssr: false,
});

/** Where toasts appear; mounted, and its code fetched, with the first of them. */
export function Toasts() {
  const [used, setUsed] = useState(false);
  useEffect(() => {
    const onFirst = () => setUsed(true);
    window.addEventListener(firstToast, onFirst, { once: true });
    return () => window.removeEventListener(firstToast, onFirst);
  }, []);
  return used ? <Notifications position="bottom-right" limit={4} /> : null;
}
