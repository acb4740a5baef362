import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const program = `
  const { PGlite } = await import("@electric-sql/pglite");
  const database = await PGlite.create(process.argv[1]);
  await database.close();
`;

/**
 * Makes an empty database cluster in `directory` unless there is one. In a child process, because initdb leaves 400 MB of memory behind;
 * beside it and then renamed, because a kill in between must not leave half a cluster.
 */
export async function createEmbedded(directory: string, root: string): Promise<void> {
  if (existsSync(path.join(directory, "PG_VERSION"))) return;
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(path.dirname(directory), { recursive: true, mode: 0o700 });
  await run(process.execPath, ["--input-type=module", "-e", program, draft], { cwd: root });
  await syncTree(draft);
  await rename(draft, directory);
  await syncFile(path.dirname(directory));
}

/** initdb runs without fsync. */
async function syncTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const target = path.join(directory, entry.name);
    if (entry.isDirectory()) await syncTree(target);
    else if (entry.isFile()) await syncFile(target);
  }
  await syncFile(directory);
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
