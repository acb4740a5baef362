import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { say } from "@/lib/i18n/say";
import type { Logger } from "@/lib/server/logger";
import type { Fault } from "@/lib/shared/errors";
import { parsePolicy } from "../parse";
import type { Policy } from "../policy";

/** The file of WORKSPACE_DEFAULT_CONFIG_PATH. */
export type PolicyFileState = {
  readonly path: string;
  /** What is in force. */
  readonly text: string;
  readonly policy: Policy;
  readonly readAt: Date;
  /** Of the file as it lies there now: not empty when it broke after this was read. */
  readonly faults: readonly Fault[];
};

export type PolicyFile = {
  readonly current: () => PolicyFileState | null;
  /** Called after another policy came into force. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
};

export type OpenedPolicyFile =
  { readonly ok: true; readonly file: PolicyFile } | { readonly ok: false; readonly faults: readonly Fault[] };

type Options = {
  readonly log: Logger;
  readonly now: () => Date;
  /** Milliseconds between two looks. Asked for, not notified: a mounted ConfigMap changes by a link further up. */
  readonly interval?: number;
};

/** Where no file is configured. */
export const noPolicyFile: PolicyFile = {
  current: () => null,
  subscribe: () => () => undefined,
  close: () => undefined,
};

/**
 * Reads the file and follows it. A file that cannot be read or is wrong at the start is the caller's to refuse; one that breaks later leaves
 * the last good policy in force and shows its faults in `current().faults`.
 */
export async function openPolicyFile(configured: string | null, options: Options): Promise<OpenedPolicyFile> {
  if (configured === null) return { ok: true, file: noPolicyFile };
  const file = path.resolve(configured);
  const first = await readPolicy(file);
  if (!("policy" in first)) return { ok: false, faults: first.faults };
  return { ok: true, file: follow(file, { ...first, path: file, readAt: options.now(), faults: [] }, options) };
}

function follow(file: string, first: PolicyFileState, { log, now, interval = 1_000 }: Options): PolicyFile {
  const listeners = new Set<() => void>();
  let state = first;
  let turn = Promise.resolve();

  async function look(): Promise<void> {
    const found = await readPolicy(file);
    if (!("policy" in found)) {
      state = { ...state, faults: found.faults };
      log.error(
        { path: file, faults: found.faults.map(describeFault) },
        "the policy file broke; the last good one stays",
      );
      return;
    }
    const same = found.text === state.text;
    state = { ...found, path: file, readAt: same ? state.readAt : now(), faults: [] };
    if (same) return;
    log.info({ path: file }, "the policy file changed");
    for (const listener of listeners) listener();
  }

  const onChange = () => {
    turn = turn
      .then(look)
      .catch((error: unknown) => log.error({ err: error }, "the policy file could not be followed"));
  };
  watchFile(file, { interval, persistent: false }, onChange);
  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      unwatchFile(file, onChange);
      listeners.clear();
    },
  };
}

type Read = { readonly text: string; readonly policy: Policy } | { readonly faults: readonly Fault[] };

async function readPolicy(file: string): Promise<Read> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown reason";
    return { faults: [{ path: "", ...say("policy/file-unreadable", { code }) }] };
  }
  const reading = parsePolicy(text);
  return reading.ok ? { text, policy: reading.policy } : { faults: reading.faults };
}

/** `3:1 deny[0]: …`, as compilers say it. */
export const describeFault = ({ path: at, message, line, column }: Fault): string =>
  `${line === undefined ? "" : `${line}:${column ?? 1} `}${at === "" ? "" : `${at}: `}${message}`;
