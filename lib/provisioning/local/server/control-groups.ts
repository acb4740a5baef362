import { mkdir, readFile, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { getIn } from "@/lib/shared/json";

/** How this machine holds a process to its limits. RLIMIT_AS is no choice: Node and the JVM reserve far more than they use. */
export type ControlGroups = {
  readonly memory: boolean;
  readonly cpu: boolean;
  /** Makes the groups of one workspace; the folders into whose `cgroup.procs` its process writes itself. */
  readonly prepare: (workspaceId: string, limits: unknown) => Promise<readonly string[]>;
  /** The kernel killed something in the group because of its memory limit. */
  readonly ranOutOfMemory: (workspaceId: string) => Promise<boolean>;
  readonly remove: (workspaceId: string) => Promise<void>;
};

type Hierarchy = {
  readonly version: 1 | 2;
  readonly memory: string | null;
  readonly cpu: string | null;
};

/** Looks at what is writable here: version 2 where it was delegated, version 1 as root; else nothing is enforced, and health says so. */
export async function findControlGroups(): Promise<ControlGroups> {
  const hierarchy = await findHierarchy();
  const groupName = (id: string) => `berth-${id}`;
  const folders = (id: string): readonly string[] =>
    [...new Set([hierarchy.memory, hierarchy.cpu])]
      .filter((base) => base !== null)
      .map((base) => path.join(base, groupName(id)));
  return {
    memory: hierarchy.memory !== null,
    cpu: hierarchy.cpu !== null,
    prepare: async (id, limits) => {
      const memory = limitAt(limits, "memory");
      const cpu = limitAt(limits, "cpu");
      if (memory === null && cpu === null) return [];
      for (const folder of folders(id)) await mkdir(folder, { recursive: true });
      if (hierarchy.memory !== null && memory !== null) {
        await setMemory(hierarchy.version, path.join(hierarchy.memory, groupName(id)), Math.floor(memory));
      }
      if (hierarchy.cpu !== null && cpu !== null) {
        await setCpu(hierarchy.version, path.join(hierarchy.cpu, groupName(id)), cpu);
      }
      return folders(id);
    },
    ranOutOfMemory: async (id) => {
      if (hierarchy.memory === null) return false;
      const file = path.join(
        hierarchy.memory,
        groupName(id),
        hierarchy.version === 1 ? "memory.oom_control" : "memory.events",
      );
      const text = await readFile(file, "utf8").catch(() => "");
      return Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0) > 0;
    },
    remove: async (id) => {
      // A group with processes in it cannot be removed; it is used again at the next start.
      await Promise.all(folders(id).map((folder) => rmdir(folder).catch(() => undefined)));
    },
  };
}

const limitAt = (limits: unknown, name: "cpu" | "memory"): number | null => {
  const value = getIn(limits, [name]);
  return typeof value === "number" ? value : null;
};

async function setMemory(version: 1 | 2, folder: string, bytes: number): Promise<void> {
  if (version === 2) {
    await writeFile(path.join(folder, "memory.max"), String(bytes));
    await writeFile(path.join(folder, "memory.swap.max"), "0").catch(() => undefined);
    return;
  }
  await writeFile(path.join(folder, "memory.limit_in_bytes"), String(bytes));
  await writeFile(path.join(folder, "memory.memsw.limit_in_bytes"), String(bytes)).catch(() => undefined);
}

async function setCpu(version: 1 | 2, folder: string, cores: number): Promise<void> {
  const period = 100_000;
  const quota = Math.max(1000, Math.round(cores * period));
  if (version === 2) return writeFile(path.join(folder, "cpu.max"), `${quota} ${period}`);
  await writeFile(path.join(folder, "cpu.cfs_period_us"), String(period));
  await writeFile(path.join(folder, "cpu.cfs_quota_us"), String(quota));
}

async function findHierarchy(): Promise<Hierarchy> {
  const none: Hierarchy = { version: 1, memory: null, cpu: null };
  if (process.platform !== "linux") return none;
  const own = await readFile("/proc/self/cgroup", "utf8").catch(() => "");
  const lines = own
    .trim()
    .split("\n")
    .map((line) => line.split(":"));
  const ofController = (name: string) => lines.find(([, controllers]) => controllers?.split(",").includes(name))?.[2];
  const base = async (mount: string, group: string | undefined) =>
    group === undefined ? null : usable(path.join("/sys/fs/cgroup", mount, group));
  const memory = await base("memory", ofController("memory"));
  const cpu = await base("cpu", ofController("cpu"));
  if (memory !== null || cpu !== null) return { version: 1, memory, cpu };
  const unified = lines.find(([number, controllers]) => number === "0" && controllers === "")?.[2];
  const folder = await base("", unified);
  if (folder === null) return none;
  const enabled = (await readFile(path.join(folder, "cgroup.subtree_control"), "utf8").catch(() => ""))
    .trim()
    .split(" ");
  return {
    version: 2,
    memory: enabled.includes("memory") ? folder : null,
    cpu: enabled.includes("cpu") ? folder : null,
  };
}

async function usable(folder: string): Promise<string | null> {
  const trial = path.join(folder, `berth-trial-${process.pid}`);
  try {
    await mkdir(trial);
    await rmdir(trial);
    return folder;
  } catch {
    return null; // read-only, not root, or no such controller: not enforced then
  }
}
