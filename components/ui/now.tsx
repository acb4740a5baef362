"use client";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";

const NowContext = createContext<number | null>(null);

/** One clock for all relative times of the page. Null on the server and in the first render, so that both render the same text. */
export function NowProvider({ children, everyMs = 10_000 }: { children: ReactNode; everyMs?: number }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs]);
  return <NowContext value={now}>{children}</NowContext>;
}

/** Milliseconds since 1970, or null before the page is live. */
export const useNow = (): number | null => useContext(NowContext);
