import { sha256 } from "@/lib/shared/sha256";

/** A Swarm secret is a file in the container; its name there. */
export const secretFile = "berth-env";

/**
 * What makes variables of that file before the workspace's own command takes over (decision 10). `/bin/sh` is the image's.
 * `$@` is the command, word by word: nothing of it is read as shell.
 */
const launcher: readonly string[] = ["/bin/sh", "-c", `. /run/secrets/${secretFile} && exec "$@"`, "berth"];

export const launched = (command: readonly string[]): readonly string[] => [...launcher, ...command];

/** The words behind the launcher; null: the command does not begin with it. */
export const behindLauncher = (command: readonly string[]): readonly string[] | null =>
  launcher.every((word, index) => command[index] === word) ? command.slice(launcher.length) : null;

/** A shell can export no other names; variables with such names stay in the service's environment. */
export const isExportable = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** The file: one assignment in a line, in single quotes, between which a shell reads nothing but the quote itself. */
export const secretText = (data: Readonly<Record<string, string>>): string =>
  Object.entries(data)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join("");

/**
 * A Swarm secret never changes, so other values are another secret: the name has a digest of them. Names have at most 64 characters, of which
 * `main` takes up to 53.
 */
export const secretName = (main: string, data: Readonly<Record<string, string>>): string =>
  `${main}-${sha256(`${main}\n${secretText(data)}`).slice(0, 10)}`;
