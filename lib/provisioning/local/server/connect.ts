import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { connect as connectSocket } from "node:net";
import { availableParallelism, release, totalmem, type as systemName } from "node:os";
import path from "node:path";
import { say } from "@/lib/i18n/say";
import { PortalError, isPortalError } from "@/lib/shared/errors";
import { getIn, type JsonObject } from "@/lib/shared/json";
import { templatePrograms } from "@/lib/templates/built-in";
import type { Manifest } from "../../manifest";
import type { Step } from "../../plan";
import type { ClusterConfig, ClusterRuntime, Observation, WatchChange, WorkspaceRef } from "../../provider";
import { findControlGroups } from "./control-groups";
import { localHealth } from "./health";
import { defaultSearchPath, findPrograms } from "./launch";
import { logFiles, openLog } from "./log-files";
import { createPorts } from "./ports";
import { emptyRecord, localFolders, readRecords, removeRecord, saveRecord, type LocalRecord } from "./record";
import { usageOf, type Usage } from "./sample";
import { createSupervised, type Supervised, type SupervisorContext } from "./supervisor";
import { findTerminal, openTerminal } from "./terminal";

/**
 * This machine as a cluster. Options: `data_dir` (required: everything is under it), `path` (where programs are looked for), `apps_dir`
 * (the apps that come with Berth). Processes that an earlier portal started are found again before it resolves.
 */
export async function connectLocal(config: ClusterConfig): Promise<ClusterRuntime> {
  const folders = localFolders(path.resolve(textOption(config.options, "data_dir") ?? missingFolder()));
  const searchPath = textOption(config.options, "path") ?? defaultSearchPath;
  const [groups, terminal] = await Promise.all([findControlGroups(), findTerminal(searchPath)]);
  const workspaces = new Map<string, Supervised>();
  const listeners = new Set<(change: WatchChange) => void>();
  const samples = new Map<string, Usage & { readonly at: number }>();
  const context: SupervisorContext = {
    folders,
    groups,
    searchPath,
    ports: createPorts(),
    appFolder: textOption(config.options, "apps_dir") ?? findAppFolder(),
    now: () => new Date(),
    starting: () => [...workspaces.values()].filter((each) => each.state().alive && !each.state().ready).length,
    changed: (workspaceId) => {
      for (const listener of listeners) listener({ type: "workspace", workspaceId });
    },
  };
  await guarded(async () => {
    await mkdir(path.join(folders.root, "workspaces"), { recursive: true });
    for (const record of await readRecords(folders)) workspaces.set(record.id, createSupervised(context, record));
    await Promise.all([...workspaces.values()].map((each) => each.resume()));
  });

  const supervised = (ref: WorkspaceRef): Supervised => {
    const known = workspaces.get(ref.id);
    if (known) return known;
    const made = createSupervised(context, emptyRecord(ref));
    workspaces.set(ref.id, made);
    return made;
  };

  const running = (ref: WorkspaceRef): { readonly each: Supervised; readonly pid: number } => {
    const each = workspaces.get(ref.id);
    const pid = each?.state().pid;
    if (!each || pid === null || pid === undefined)
      throw new PortalError("conflict", say("local/not-running", { name: ref.name }));
    return { each, pid };
  };

  async function apply(step: Step, ref: WorkspaceRef, signal: AbortSignal): Promise<void> {
    const manifest = step.action === "delete" ? step.before : step.after;
    const each = supervised(ref);
    if (manifest.kind === "Process") {
      await each.want(step.action === "delete" ? null : manifest.body);
      if (step.action !== "delete") return;
      await each.ended(signal);
      if (await exists(folders.storage(ref.names.data))) return;
      return forget(ref);
    }
    if (manifest.kind !== "Folder")
      throw new PortalError("internal", `A local cluster has no objects of kind ${manifest.kind}`);
    if (step.action !== "delete") {
      await mkdir(folders.storage(manifest.name), { recursive: true, mode: 0o700 });
      await saveRecord(folders, each.record());
      return context.changed(ref.id);
    }
    await each.ended(signal);
    await rm(folders.storage(manifest.name), { recursive: true, force: true });
    if (each.record().spec === null) await forget(ref);
    context.changed(ref.id);
  }

  async function forget(ref: WorkspaceRef): Promise<void> {
    await workspaces.get(ref.id)?.close();
    workspaces.delete(ref.id);
    samples.delete(ref.id);
    await removeRecord(folders, ref.id);
    context.changed(ref.id);
  }

  async function sampleNow(id: string, session: number): Promise<Usage & { readonly at: number }> {
    const usage = { ...(await usageOf(session)), at: performance.now() };
    samples.set(id, usage);
    return usage;
  }

  return {
    observe: (ref, signal) =>
      guarded(async () => {
        refuseCancelled(signal);
        const each = workspaces.get(ref.id);
        await each?.refresh();
        return observation(each?.record() ?? emptyRecord(ref), each, await exists(folders.storage(ref.names.data)));
      }),
    recall: (id) => {
      const each = workspaces.get(id);
      return each ? observation(each.record(), each, existsSync(folders.storage(each.record().names.data))) : null;
    },
    apply: (step, ref, signal) =>
      guarded(async () => {
        refuseCancelled(signal);
        await apply(step, ref, signal);
      }),
    watch: async (listener, signal) => {
      refuseCancelled(signal);
      listeners.add(listener);
      signal.addEventListener("abort", () => listeners.delete(listener), { once: true });
      listener({ type: "reachable" });
      for (const workspaceId of workspaces.keys()) listener({ type: "workspace", workspaceId });
    },
    logs: (ref, options, signal) =>
      guarded(async () => {
        refuseCancelled(signal);
        return openLog(logFiles(folders.state(ref.id)), options, signal);
      }),
    exec: (ref, options, signal) =>
      guarded(async () => {
        refuseCancelled(signal);
        const { each } = running(ref);
        const session = await openTerminal(terminal, options, {
          environment: each.environment(),
          folder: folders.storage(ref.names.data),
        });
        signal.addEventListener("abort", session.close, { once: true });
        return session;
      }),
    dial: (ref, port, signal) =>
      new Promise((resolve, reject) => {
        const each = workspaces.get(ref.id);
        const address = each?.address();
        const own = [address?.port, each?.record().spec?.document_port];
        // Any other port is another program of this machine, the portal's own database among them.
        if (!address || !own.includes(port)) {
          return reject(new PortalError("cluster/unreachable", say("local/port-silent", { name: ref.name, port })));
        }
        const socket = connectSocket({ host: address.host, port: address.port, noDelay: true, signal });
        socket.once("connect", () => resolve(socket));
        socket.once("error", (cause) =>
          reject(
            new PortalError("cluster/unreachable", say("local/no-answer", { name: ref.name, port: address.port }), {
              cause,
            }),
          ),
        );
      }),
    sample: (ref, signal) =>
      guarded(async () => {
        refuseCancelled(signal);
        const pid = workspaces.get(ref.id)?.state().pid;
        if (pid === null || pid === undefined) return null;
        const before = samples.get(ref.id) ?? (await sampleNow(ref.id, pid));
        const elapsed = performance.now() - before.at;
        if (elapsed < sampleMilliseconds)
          await new Promise((resolve) => setTimeout(resolve, sampleMilliseconds - elapsed));
        const after = await sampleNow(ref.id, pid);
        const cpu = Math.max(0, (after.cpuSeconds - before.cpuSeconds) / ((after.at - before.at) / 1000));
        const limit = groups.memory ? getIn(workspaces.get(ref.id)?.record().spec, ["limits", "memory"]) : null;
        return { cpu, memory: after.memory, memoryLimit: typeof limit === "number" ? limit : null };
      }),
    facts: async () => ({
      limits_enforced: { cpu: groups.cpu, memory: groups.memory },
      programs: await findPrograms(templatePrograms, searchPath),
    }),
    capacity: async () => ({
      cpu: availableParallelism(),
      memory: totalmem(),
      nodes: 1,
      version: `${systemName()} ${release()}`,
      details: { node: process.version, folder: folders.root, workspaces: workspaces.size },
    }),
    health: () => guarded(() => localHealth({ root: folders.root, groups, terminal })),
    close: async () => {
      listeners.clear();
      await Promise.all([...workspaces.values()].map((each) => each.close()));
      workspaces.clear();
    },
  };
}

const sampleMilliseconds = 200;

function observation(record: LocalRecord, each: Supervised | undefined, folder: boolean): Observation {
  const folders: readonly Manifest[] = folder
    ? [{ kind: "Folder", name: record.names.data, body: { workspace: record.id } }]
    : [];
  const processes: readonly Manifest[] = record.spec
    ? [{ kind: "Process", name: record.names.main, body: record.spec }]
    : [];
  // While it is being removed the process is still there, and must not be taken for gone.
  const dying: readonly Manifest[] =
    !record.spec && record.run
      ? [{ kind: "Process", name: record.names.main, body: { workspace: record.id, running: false } }]
      : [];
  return {
    manifests: [...folders, ...processes, ...dying],
    related:
      each && (record.spec || record.run)
        ? [{ kind: "ProcessState", name: record.names.main, body: each.state() }]
        : [],
    events: each?.events() ?? [],
  };
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

const textOption = (options: JsonObject, name: string): string | null => {
  const value = options[name];
  return typeof value === "string" && value !== "" ? value : null;
};

function missingFolder(): never {
  throw new PortalError("document/invalid", say("local/needs-folder"));
}

/** Beside this file in development, beside the bundle's working directory when built. */
function findAppFolder(): string {
  let folder = import.meta.dirname;
  while (folder !== path.dirname(folder)) {
    if (existsSync(path.join(folder, "workspace-apps"))) return path.join(folder, "workspace-apps");
    folder = path.dirname(folder);
  }
  return path.resolve("workspace-apps");
}

function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new PortalError("cluster/unreachable", say("local/cancelled"));
}

/** Callers get PortalErrors only; the reason of anything else stays inside. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isPortalError(error)) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new PortalError("cluster/rejected", say("local/refused", { code }), {
      cause: error,
    });
  }
}
