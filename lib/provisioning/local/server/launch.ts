import { spawn, type ChildProcess } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { access, mkdir, open, stat } from "node:fs/promises";
import path from "node:path";
import { plain, say } from "@/lib/i18n/say";
import { isObject, type JsonObject } from "@/lib/shared/json";

/** In the environment of a workspace's process and, by inheritance, of its children. */
export const tokenVariable = "BERTH_START";
const workspaceIdVariable = "BERTH_WORKSPACE_ID";

/**
 * Notes the exit code even when the portal is away, for one megabyte instead of a supervisor of its own. Constant: the command comes as
 * arguments and is never read by the shell. Signals are trapped so that the shell lives until the command has ended; the command itself gets
 * them as usual, because a trap is not inherited. What the shell itself says (`Terminated`) is no output of the command's.
 * Arguments: file for the exit code, control groups, "", command.
 */
const keeper = `
exit_file=$1; shift
while [ -n "$1" ]; do echo $$ > "$1/cgroup.procs" 2>/dev/null; shift; done
shift
trap : TERM INT HUP QUIT USR1 USR2
exec 3>&2 2>/dev/null
(exec "$@" 2>&3 3>&-)
code=$?
echo "$code" > "$exit_file.new" && mv "$exit_file.new" "$exit_file"
exit "$code"
`;

export type Launch = {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly logFile: string;
  readonly exitFile: string;
  readonly controlGroups: readonly string[];
};

export type Launched = {
  /** Absent when it could not be started. */
  readonly pid: number | undefined;
  /** Its end; with the error when it could not be started. */
  readonly ended: Promise<NodeJS.ErrnoException | null>;
};

/** Starts the process in a session of its own, so that neither a signal to the portal nor its end reaches it. */
export async function launch(input: Launch): Promise<Launched> {
  await mkdir(input.folder, { recursive: true });
  const log = await open(input.logFile, "a", 0o600);
  try {
    const child = spawn(
      "/bin/sh",
      ["-c", keeper, "berth", input.exitFile, ...input.controlGroups, "", ...input.command],
      {
        cwd: input.folder,
        env: nodeEnvironment(input.environment),
        detached: true,
        stdio: ["ignore", log.fd, log.fd],
      },
    );
    child.unref();
    return { pid: child.pid, ended: endOf(child) };
  } finally {
    await log.close();
  }
}

/** Listened for in the turn in which the process is started: one that ends at once has ended before anything else is awaited. */
const endOf = (child: ChildProcess): Promise<NodeJS.ErrnoException | null> =>
  new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", () => resolve(null));
  });

/** Replaces `{port}`, `{node}` and `{app}`, the only facts about this machine that a command may ask for. */
export function fillPlaceholders(
  words: readonly string[],
  facts: { port: number; appFolder: string },
): readonly string[] {
  const values: Readonly<Record<string, string>> = {
    port: String(facts.port),
    node: process.execPath,
    app: facts.appFolder,
  };
  return words.map((word) => word.replace(/\{(port|node|app)\}/g, (whole, key: string) => values[key] ?? whole));
}

/** Built from nothing, never copied from the portal's (product, section 9). What the document sets wins, except for the port. */
export function processEnvironment(
  spec: JsonObject,
  facts: {
    readonly id: string;
    readonly token: string;
    readonly port: number;
    readonly folder: string;
    readonly searchPath: string;
  },
): Readonly<Record<string, string>> {
  const items = Array.isArray(spec.environment) ? spec.environment : [];
  const own = items.flatMap((item): [string, string][] =>
    isObject(item) && typeof item.name === "string" && typeof item.value === "string" ? [[item.name, item.value]] : [],
  );
  return {
    PATH: facts.searchPath,
    HOME: facts.folder,
    LANG: "C.UTF-8",
    ...Object.fromEntries(own),
    PORT: String(facts.port),
    [workspaceIdVariable]: facts.id,
    [tokenVariable]: facts.token,
  };
}

/** Next's types demand NODE_ENV of every environment; a workspace has it only when its document says so. */
export const nodeEnvironment = (environment: Readonly<Record<string, string>>): NodeJS.ProcessEnv =>
  environment as NodeJS.ProcessEnv;

/** The file that a command's first word means, or why there is none: known before anything is started. */
export async function findProgram(
  word: string,
  searchPath: string,
  folder: string,
): Promise<{ readonly file: string } | { readonly reason: string }> {
  const places = word.includes("/")
    ? [path.resolve(folder, word)]
    : searchPath.split(":").map((entry) => path.join(entry, word));
  for (const file of places) {
    if (await isProgram(file)) return { file };
  }
  if (!word.includes("/")) return { reason: say("reason/no-program", { path: searchPath }).message };
  return { reason: plain(existsSync(places[0] ?? "") ? "reason/not-executable" : "reason/no-file") };
}

/** Those of the words that are programs here: templates are offered only for them. */
export async function findPrograms(words: readonly string[], searchPath: string): Promise<readonly string[]> {
  const found = await Promise.all(words.map(async (word) => "file" in (await findProgram(word, searchPath, "/"))));
  return words.filter((_, index) => found[index]);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false; // absent or not executable: the same for the caller
  }
}

/** Where programs are looked for when the cluster's options say nothing; this Node first, for the app that comes with Berth. */
export const defaultSearchPath = [
  path.dirname(process.execPath),
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
].join(":");
