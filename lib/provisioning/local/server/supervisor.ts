import { randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { plain, say } from "@/lib/i18n/say";
import type { JsonObject } from "@/lib/shared/json";
import type { RuntimeEvent } from "../../provider";
import type { ProcessState } from "../process-state";
import type { ControlGroups } from "./control-groups";
import { fillPlaceholders, findProgram, launch, processEnvironment, tokenVariable } from "./launch";
import { beginLog, capLog, lastLines, logFiles } from "./log-files";
import { isFree, type Ports } from "./ports";
import { isAlive, pidsWithVariable, signalProcess, startTimeOf } from "./process-table";
import { createReadiness } from "./readiness";
import { saveRecord, type LocalFolders, type LocalRecord, type LocalRun } from "./record";
import { commandOf, digestOf, findRun, graceSecondsOf, healthPathOf } from "./run";

export type SupervisorContext = {
  readonly folders: LocalFolders;
  readonly ports: Ports;
  readonly groups: ControlGroups;
  readonly appFolder: string;
  readonly searchPath: string;
  readonly now: () => Date;
  /** How many workspaces are starting just now: probes step back when there are many. */
  readonly starting: () => number;
  readonly changed: (workspaceId: string) => void;
};

/** One workspace's process, kept as its specification wants it. */
export type Supervised = {
  readonly record: () => LocalRecord;
  readonly state: () => ProcessState;
  readonly events: () => readonly RuntimeEvent[];
  /** Where the server answers; null while nothing runs. */
  readonly address: () => { readonly host: string; readonly port: number } | null;
  /** The variables of what runs (or would run), for a terminal beside it. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Takes a specification (null: no process any more) and begins to bring it about. */
  readonly want: (spec: JsonObject | null) => Promise<void>;
  /** Finds the process that an earlier portal started, and goes on from there. */
  readonly resume: () => Promise<void>;
  /** Resolves when no process of the workspace is left. */
  readonly ended: (signal: AbortSignal) => Promise<void>;
  /** Looks at the process now instead of at the next turn. */
  readonly refresh: () => Promise<void>;
  /** Stops watching, when what is under way is done; the process goes on. */
  readonly close: () => Promise<void>;
};

const quietMilliseconds = 60_000;
/** How long a new portal waits for a server's first answer before it shows it as starting. */
const firstLookMilliseconds = 300;
const longestBackoff = 60_000;
const housekeepingMilliseconds = 15_000;

/**
 * Level-triggered: whatever happened (a change, an end, a timer, a new portal), `converge` compares what is wanted with what runs and does the
 * next thing. All work on one workspace is in one line, so nothing is started twice.
 */
export function createSupervised(context: SupervisorContext, initial: LocalRecord): Supervised {
  let record = initial;
  let waiting: ProcessState["waiting"] = null;
  let program = initial.run?.program ?? "";
  let lastOutput: readonly string[] = [];
  let events: readonly RuntimeEvent[] = [];
  let environment: Readonly<Record<string, string>> = {};
  let terminating: string | null = null;
  let retry: NodeJS.Timeout | null = null;
  let kill: NodeJS.Timeout | null = null;
  let pulse: NodeJS.Timeout | null = null;
  let closed = false;
  let line: Promise<unknown> = Promise.resolve();
  const idle = new Set<() => void>();

  const { id } = initial;
  const stateFolder = context.folders.state(id);
  const files = logFiles(stateFolder);
  const exitFile = (token: string) => path.join(stateFolder, `exit-${token}`);
  const readiness = createReadiness({
    starting: context.starting,
    changed: (ready, reason) => {
      if (ready) event("normal", "Ready", say("event/ready", { port: record.run?.port ?? "?" }).message);
      else event("warning", "NotReady", say("event/not-ready", { reason: reason ?? "unknown" }).message);
      context.changed(id);
    },
  });

  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const result = line.then(work);
    line = result.catch(() => undefined);
    return result;
  };

  function event(type: RuntimeEvent["type"], reason: string, message: string): void {
    const entry = {
      at: context.now().toISOString(),
      type,
      reason,
      message,
      object: `Process/${record.names.main}`,
      count: 1,
    };
    events = [entry, ...events].slice(0, 30);
  }

  async function save(change: Partial<LocalRecord>): Promise<void> {
    record = { ...record, ...change };
    await saveRecord(context.folders, record);
  }

  async function converge(): Promise<void> {
    if (closed) return;
    const { spec, run } = record;
    if (run) {
      if (spec?.running === true && run.digest === digestOf(spec)) return;
      return terminate(run);
    }
    if (retry) clearTimeout(retry);
    retry = null;
    if (spec?.running === true) return start(spec);
    readiness.stop({ forget: true });
    context.ports.release(id);
    await context.groups.remove(id);
    for (const resolve of idle) resolve();
    idle.clear();
    context.changed(id);
  }

  async function start(spec: JsonObject): Promise<void> {
    const fixed = typeof spec.port === "number" ? spec.port : null;
    if (fixed !== null && !(await isFree(fixed))) {
      return postpone({ code: "port-in-use", reason: say("event/port-taken", { port: fixed }).message }, 2000);
    }
    const port = await context.ports.take(id, fixed ?? record.port);
    const token = randomUUID();
    const folder = context.folders.storage(record.names.data);
    const directory = typeof spec.working_dir === "string" ? path.resolve(folder, spec.working_dir) : folder;
    environment = processEnvironment(spec, { id, token, port, folder, searchPath: context.searchPath });
    const command = fillPlaceholders(commandOf(spec), { port, appFolder: context.appFolder });
    program = command[0] ?? "";
    const found = await findProgram(program, environment.PATH ?? "", directory);
    if ("reason" in found) return postpone({ code: "command-not-found", reason: found.reason }, null);
    waiting = null;
    await beginLog(files);
    const startedAt = context.now().toISOString();
    const intent: LocalRun = { token, digest: digestOf(spec), port, program, startedAt, pid: null, startTime: null };
    await save({ run: intent, port });
    const { pid, ended } = await launch({
      command: [found.file, ...command.slice(1)],
      environment,
      folder: directory,
      logFile: files.current,
      exitFile: exitFile(token),
      controlGroups: await context.groups.prepare(id, spec.limits),
    });
    void ended.then((error) => {
      if (error) event("warning", "Failed", say("event/not-started", { code: error.code ?? "unknown" }).message);
      void inLine(() => finish(token));
    });
    if (pid === undefined) return;
    await save({ run: { ...intent, pid, startTime: await startTimeOf(pid) } });
    event("normal", "Started", say("event/started", { program, pid, port }).message);
    attend(port, spec);
    context.changed(id);
  }

  /** Probes and housekeeping of a process that runs. */
  function attend(port: number, spec: JsonObject): void {
    readiness.start(port, healthPathOf(spec));
    if (pulse) clearInterval(pulse);
    pulse = setInterval(() => void capLog(files).catch(() => undefined), housekeepingMilliseconds);
    pulse.unref();
  }

  function postpone(reason: NonNullable<ProcessState["waiting"]>, milliseconds: number | null): void {
    if (waiting?.code !== reason.code) event("warning", "Failed", reason.reason);
    waiting = reason;
    if (milliseconds !== null) later(milliseconds);
    context.changed(id);
  }

  function later(milliseconds: number): void {
    if (retry) clearTimeout(retry);
    retry = setTimeout(() => void inLine(converge).catch(() => later(longestBackoff)), milliseconds);
    retry.unref();
  }

  async function terminate(run: LocalRun): Promise<void> {
    if (terminating === run.token) return;
    terminating = run.token;
    readiness.stop({ forget: record.spec?.running !== true });
    context.changed(id);
    if (run.pid === null || run.startTime === null || !(await isAlive(run.pid, run.startTime)))
      return finish(run.token);
    const { pid } = run;
    event("normal", "Stopping", say("event/stopping", { pid }).message);
    signalProcess(-pid, "SIGTERM");
    kill = setTimeout(
      () => {
        event("warning", "Killed", say("event/killed", { pid }).message);
        void killAll(run.token).then(() => inLine(() => finish(run.token)));
      },
      graceSecondsOf(record.spec) * 1000,
    );
    watchForEnd(run, 50);
  }

  /** For processes that are no children of this portal: an earlier one started them. */
  function watchForEnd(run: LocalRun, milliseconds: number): void {
    const { pid, startTime, token } = run;
    if (pid === null || startTime === null) return;
    const timer = setInterval(() => {
      if (closed || record.run?.token !== token) return clearInterval(timer);
      void isAlive(pid, startTime).then((alive) => {
        if (alive) return;
        clearInterval(timer);
        void inLine(() => finish(token));
      });
    }, milliseconds);
    timer.unref();
  }

  async function killAll(token: string): Promise<void> {
    for (const pid of await pidsWithVariable(tokenVariable, token)) signalProcess(pid, "SIGKILL");
  }

  /** The process has ended, asked or not. */
  async function finish(token: string): Promise<void> {
    const { run } = record;
    if (closed || run?.token !== token) return;
    if (kill) clearTimeout(kill);
    if (pulse) clearInterval(pulse);
    kill = null;
    const asked = terminating === token;
    terminating = null;
    // What it left running would hold its port and its files.
    await killAll(token);
    const text = await readFile(exitFile(token), "utf8").catch(() => "");
    await rm(exitFile(token), { force: true });
    const code = /^\d+$/.test(text.trim()) ? Number(text) : null;
    const at = context.now();
    if (asked) {
      readiness.stop({ forget: record.spec?.running !== true });
      await save({ run: null });
      event("normal", "Stopped", plain("event/ended"));
      return converge();
    }
    readiness.stop({ forget: false });
    const outOfMemory = (code === null || code === 137) && (await context.groups.ranOutOfMemory(id));
    await context.groups.remove(id);
    lastOutput = await lastLines(files, 8);
    const quiet = at.getTime() - Date.parse(run.startedAt) >= quietMilliseconds;
    const failures = quiet ? 1 : record.failures + 1;
    await save({
      run: null,
      restarts: record.restarts + 1,
      failures,
      exit: { code, at: at.toISOString(), out_of_memory: outOfMemory },
    });
    event("warning", "Exited", say("event/exited", { code: code ?? "unknown" }).message);
    context.changed(id);
    later(Math.min(longestBackoff, 250 * 2 ** (failures - 1)));
  }

  async function want(spec: JsonObject | null): Promise<void> {
    await inLine(async () => {
      const asked =
        spec !== null &&
        (record.spec === null || digestOf(spec) !== digestOf(record.spec) || spec.running !== record.spec.running);
      if (asked) {
        waiting = null;
        lastOutput = [];
        await save({ spec, restarts: 0, failures: 0, exit: null });
      } else if (spec !== null || record.spec !== null) {
        await save({ spec });
      }
      if (record.run && spec?.running === true && terminating === null) {
        readiness.path(healthPathOf(spec));
      }
      await converge();
    });
  }

  async function resume(): Promise<void> {
    await inLine(async () => {
      const { run, spec } = record;
      if (!run) return converge();
      const found = await findRun(run);
      if (!found && run.pid === null) {
        // The portal was killed before it started the process: nothing has failed.
        await save({ run: null });
        return converge();
      }
      if (!found) return finish(run.token);
      context.ports.note(id, found.port);
      if (found !== run) await save({ run: found });
      const { searchPath } = context;
      const folder = context.folders.storage(record.names.data);
      environment = processEnvironment(spec ?? {}, { id, token: run.token, port: run.port, folder, searchPath });
      watchForEnd(found, 500);
      if (spec) attend(found.port, spec);
      await Promise.race([
        readiness.settled(),
        new Promise((resolve) => setTimeout(resolve, firstLookMilliseconds).unref()),
      ]);
      return converge();
    });
  }

  const state = (): ProcessState => ({
    alive: record.run !== null,
    stopping: terminating !== null,
    pid: record.run?.pid ?? null,
    port: record.run?.port ?? null,
    started_at: record.run?.startedAt ?? null,
    ready: record.run !== null && terminating === null && readiness.now().ready,
    was_ready: readiness.now().wasReady,
    restarts: record.restarts,
    failures: record.failures,
    probe_error: readiness.now().reason,
    waiting,
    exit: record.exit,
    program,
    last_lines: lastOutput,
  });

  return {
    record: () => record,
    state,
    events: () => events,
    address: () => (record.run ? { host: readiness.now().host, port: record.run.port } : null),
    environment: () => environment,
    want,
    resume,
    refresh: async () => {
      const { run } = record;
      if (run?.pid && run.startTime && !(await isAlive(run.pid, run.startTime))) await inLine(() => finish(run.token));
    },
    ended: (signal) =>
      new Promise((resolve, reject) => {
        if (record.run === null && record.spec?.running !== true) return resolve();
        idle.add(resolve);
        signal.addEventListener("abort", () => idle.delete(resolve) && reject(new Error("cancelled")), { once: true });
      }),
    close: async () => {
      closed = true;
      readiness.stop({ forget: false });
      for (const timer of [retry, kill, pulse]) if (timer) clearTimeout(timer);
      await line;
    },
  };
}
