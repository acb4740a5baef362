"use client";
import { Badge, Button, Group, Stack, Text, useComputedColorScheme } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { openTerminalSession, type TerminalEnd } from "./session";
import classes from "./terminal.module.css";
import { terminalThemes } from "./themes";

/** RFC 6455, section 7.1.5: there was no closing frame. */
const lostConnection = 1006;

type State = "connecting" | "open" | "closed";

/** A shell in the workspace. `path` is the address of its socket on this portal. */
export default function TerminalScreen({ path, name }: { path: string; name: string }) {
  const t = useTranslations("workspace.terminal");
  const host = useRef<HTMLDivElement>(null);
  const screen = useRef<Terminal>(null);
  const scheme = useComputedColorScheme("light");
  const [state, setState] = useState<State>("connecting");
  const [end, setEnd] = useState<(TerminalEnd & { opened: boolean }) | null>(null);
  const [attempt, setAttempt] = useState(0);
  const endOf = (code: number) => (code === lostConnection ? t("lost") : t("closed-code", { code }));
  const currentTheme = useEffectEvent(() => terminalThemes[scheme]);

  useEffect(() => {
    if (!host.current) return;
    const terminal = new Terminal({
      cursorBlink: true,
      fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
      fontSize: 13,
      minimumContrastRatio: 4.5,
      screenReaderMode: true,
      scrollback: 5000,
      theme: currentTheme(),
    });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.open(host.current);
    screen.current = terminal;
    fit.fit();
    let left = false;
    let opened = false;
    const session = openTerminalSession(socketAddress(path, terminal), {
      onOpen: () => {
        opened = true;
        setState("open");
        terminal.focus();
      },
      onBytes: (bytes) => terminal.write(bytes),
      onEnd: (closed) => {
        if (left) return;
        setEnd({ ...closed, opened });
        setState("closed");
      },
    });
    const encoder = new TextEncoder();
    const typed = terminal.onData((text) => session.send(encoder.encode(text)));
    const pasted = terminal.onBinary((text) => session.send(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));
    const resized = terminal.onResize(({ cols, rows }) => session.resize(cols, rows));
    const watcher = new ResizeObserver(() => fit.fit());
    session.resize(terminal.cols, terminal.rows);
    watcher.observe(host.current);
    return () => {
      left = true;
      watcher.disconnect();
      for (const subscription of [typed, pasted, resized]) subscription.dispose();
      session.close();
      terminal.dispose();
      screen.current = null;
    };
  }, [path, attempt]);

  useEffect(() => {
    if (screen.current) screen.current.options.theme = terminalThemes[scheme];
  }, [scheme]);

  return (
    <Stack gap="xs" h="100%" style={{ minHeight: 0 }}>
      <Group gap="sm" justify="space-between" mih={30}>
        <Group gap="xs" role="status">
          <Badge color={state === "open" ? "teal" : state === "closed" ? "red" : "gray"}>{t(`state.${state}`)}</Badge>
          {state === "closed" ? (
            <Text fz="sm">{end?.reason || (end?.opened ? endOf(end.code) : t("refused"))}</Text>
          ) : null}
        </Group>
        {state === "closed" ? (
          <Button
            size="xs"
            leftSection={<IconPlugConnected size={14} aria-hidden />}
            onClick={() => {
              setState("connecting");
              setAttempt((count) => count + 1);
            }}
          >
            {t("reconnect")}
          </Button>
        ) : (
          <Text fz="xs" c="dimmed" visibleFrom="sm">
            {t("leave-hint")}
          </Text>
        )}
      </Group>
      <div className={classes.frame} role="region" aria-label={t("label", { name })}>
        <div ref={host} className={classes.host} />
      </div>
    </Stack>
  );
}

/** With the size, so that the first prompt fits already. */
function socketAddress(path: string, { cols, rows }: Terminal): string {
  const address = new URL(path, window.location.href.replace(/^http/, "ws"));
  address.searchParams.set("cols", String(cols));
  address.searchParams.set("rows", String(rows));
  return address.href;
}
