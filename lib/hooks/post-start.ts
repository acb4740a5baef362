import { getIn, isObject, type JsonObject } from "@/lib/shared/json";

/** `lifecycle_config.post_start` (product, section 7). */
export type PostStart = {
  /** argv; a text of the document is for `sh -c`. Null: none. */
  readonly command: readonly string[] | null;
  /** Absolute, or below the workspace's own storage. Null: none. */
  readonly hookPath: string | null;
};

/** Null: nothing is to run. */
export function postStartOf(effective: JsonObject): PostStart | null {
  const value = getIn(effective, ["lifecycle_config", "post_start"]);
  if (!isObject(value)) return null;
  const { command, hook_path: hookPath } = value;
  const found: PostStart = {
    command: typeof command === "string" ? ["sh", "-c", command] : isWords(command) ? command : null,
    hookPath: typeof hookPath === "string" ? hookPath : null,
  };
  return found.command === null && found.hookPath === null ? null : found;
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string");

/** What `postStartOf` made and the database kept. */
export function readPostStart(value: unknown): PostStart | null {
  if (!isObject(value)) return null;
  return {
    command: isWords(value.command) ? value.command : null,
    hookPath: typeof value.hookPath === "string" ? value.hookPath : null,
  };
}

/** A script need not be executable, and then its first line is not asked either: it is one for the shell. */
const runScript = 'if [ -x "$1" ]; then exec "$1"; else exec sh "$1"; fi';

export type HookStep = { readonly name: "command" | "hook"; readonly argv: readonly string[] };

/** What runs, in this order. `storageRoot` is where the workspace finds its storage. */
export function postStartSteps({ command, hookPath }: PostStart, storageRoot: string): readonly HookStep[] {
  const path = hookPath?.startsWith("/") ? hookPath : `${storageRoot}/${hookPath ?? ""}`;
  return [
    ...(command === null ? [] : [{ name: "command", argv: command } as const]),
    ...(hookPath === null ? [] : [{ name: "hook", argv: ["sh", "-c", runScript, "sh", path] } as const]),
  ];
}
