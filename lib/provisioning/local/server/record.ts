import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { PortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import type { WorkspaceRef } from "../../provider";

const json = z.custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value));

const runSchema = z.object({
  /** In the environment of the process and all its children. Written before the process is started. */
  token: z.string(),
  /** What of the specification it was started with; another digest means another process. */
  digest: z.string(),
  port: z.number(),
  program: z.string(),
  startedAt: z.string(),
  /** Null between the intent and the start. */
  pid: z.number().nullable(),
  startTime: z.string().nullable(),
});

const recordSchema = z.object({
  id: z.string(),
  name: z.string(),
  names: z.object({ main: z.string(), data: z.string(), env: z.string() }),
  /** Body of the Process manifest that was applied last; null when there is none (any more). */
  spec: json.nullable(),
  run: runSchema.nullable(),
  port: z.number().nullable(),
  restarts: z.number(),
  failures: z.number(),
  exit: z.object({ code: z.number().nullable(), at: z.string(), out_of_memory: z.boolean() }).nullable(),
});

/** What is kept on disk of one workspace, so that a portal which was killed goes on where it was. */
export type LocalRecord = z.infer<typeof recordSchema>;
export type LocalRun = z.infer<typeof runSchema>;

/** Where everything of a local cluster lies. */
export type LocalFolders = {
  readonly storage: (name: string) => string;
  readonly state: (workspaceId: string) => string;
  readonly states: string;
  readonly root: string;
};

export function localFolders(root: string): LocalFolders {
  const states = path.join(root, "processes");
  return {
    root,
    states,
    state: (id) => path.join(states, segment(id)),
    storage: (name) => path.join(root, "workspaces", segment(name)),
  };
}

/** Names come from the database; a wrong one must still never lead out of the folder. */
function segment(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
    throw new PortalError("internal", "A workspace's object name is not a plain word");
  return name;
}

export const emptyRecord = (ref: WorkspaceRef): LocalRecord => ({
  id: ref.id,
  name: ref.name,
  names: ref.names,
  spec: null,
  run: null,
  port: null,
  restarts: 0,
  failures: 0,
  exit: null,
});

/** Readable by this user alone: the environment may hold secrets. The rename makes it whole or absent. */
export async function saveRecord(folders: LocalFolders, record: LocalRecord): Promise<void> {
  const folder = folders.state(record.id);
  const file = path.join(folder, "record.json");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export async function removeRecord(folders: LocalFolders, id: string): Promise<void> {
  await rm(folders.state(id), { recursive: true, force: true });
}

/** All records of the cluster. One that cannot be read (power cut) counts as absent: the reconciler applies it anew. */
export async function readRecords(folders: LocalFolders): Promise<readonly LocalRecord[]> {
  await mkdir(folders.states, { recursive: true, mode: 0o700 });
  const ids = await readdir(folders.states);
  const records = await Promise.all(ids.map((id) => readRecord(path.join(folders.states, id, "record.json"))));
  return records.filter((record) => record !== null);
}

async function readRecord(file: string): Promise<LocalRecord | null> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}
