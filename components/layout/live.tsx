"use client";
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { PortalEvent } from "@/lib/events/event";
import { applyEvent, forgetEverything } from "./live-cache";

export type LiveState = "connecting" | "live" | "reconnecting";
type Listener = (event: PortalEvent) => void;
type Live = {
  readonly state: LiveState;
  /** Hears each event after the cache has it. Returns the way to stop. */
  readonly subscribe: (listener: Listener) => () => void;
};

const LiveContext = createContext<Live>({ state: "connecting", subscribe: () => () => undefined });

export const useLive = (): Live => useContext(LiveContext);

const maximumDelay = 30_000;

/** One EventSource for the whole tab; its events change the query cache in place. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const listeners = useRef(new Set<Listener>());

  useEffect(() => {
    const hear = (event: PortalEvent) => {
      applyEvent(client, event);
      for (const listener of listeners.current) listener(event);
    };
    return connect(client, setState, hear);
  }, [client]);

  const live = useMemo<Live>(
    () => ({
      state,
      subscribe: (listener) => {
        listeners.current.add(listener);
        return () => listeners.current.delete(listener);
      },
    }),
    [state],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function connect(client: QueryClient, setState: (state: LiveState) => void, hear: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const open = () => {
    const current = new EventSource("/api/v1/stream");
    source = current;
    current.onopen = () => {
      // The page was rendered before, or the stream was cut: what happened in between is unknown, so what is shown is asked for again.
      forgetEverything(client);
      failures = 0;
      setState("live");
    };
    current.onerror = () => {
      setState("reconnecting");
      if (current.readyState !== EventSource.CLOSED) return; // the browser tries again by itself, with Last-Event-ID
      failures += 1;
      timer = setTimeout(() => void reopen(), Math.min(maximumDelay, 500 * 2 ** failures));
    };
    for (const type of ["workspace", "operation", "fleet", "notice"] as const) {
      current.addEventListener(type, (message: MessageEvent<string>) => {
        const data = JSON.parse(message.data) as PortalEvent["data"];
        hear({ type, data } as PortalEvent);
      });
    }
    current.addEventListener("reset", () => forgetEverything(client));
  };

  const reopen = async () => {
    const answer = await fetch("/api/v1/me", { headers: { accept: "application/json" } }).catch(() => null);
    // Signed out elsewhere, or disabled: the page's own check sends the person to the sign-in page.
    if (answer?.status === 401) return window.location.reload();
    open();
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
