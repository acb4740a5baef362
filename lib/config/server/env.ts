import { readFileSync } from "node:fs";
import { isObject } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";
import { parseSettings, type SettingsReading } from "../parse-settings";
import type { Settings } from "../settings";

/** The settings of this process: its environment over the file that BERTH_CONFIG names. The only place that reads `process.env`. */
export function readSettings(): SettingsReading {
  const file = readConfigFile(process.env.BERTH_CONFIG?.trim() ?? "");
  if ("fault" in file)
    return {
      ok: false,
      faults: [{ name: "BERTH_CONFIG", value: process.env.BERTH_CONFIG ?? null, allowed: file.fault }],
      warnings: [],
    };
  return parseSettings(process.env, file.values);
}

/** NextAuth knows its address and its secret from the environment only. */
export function tellLibraries(settings: Pick<Settings, "BERTH_URL">, sessionSecret: string): void {
  process.env.NEXTAUTH_URL = settings.BERTH_URL;
  process.env.NEXTAUTH_SECRET = sessionSecret;
}

/** Runs `read` while Next takes the configuration that the build has already worked out, as its own standalone server does. */
export async function withBuiltNextConfig(root: string, read: () => Promise<unknown>): Promise<void> {
  const name = "__NEXT_PRIVATE_STANDALONE_CONFIG";
  const build: unknown = JSON.parse(readFileSync(`${root}/.next/required-server-files.json`, "utf8"));
  if (isObject(build)) process.env[name] = JSON.stringify(build.config);
  await read();
  delete process.env[name];
}

/** Where programs are looked for, as the portal's own shell does. */
export const programPath = (): string => process.env.PATH ?? "";

/** The portal's own pod as Kubernetes tells it: a pod's host name is its name unless the deployment says otherwise. */
export const ownPod = (): { readonly name: string | null; readonly namespace: string | null } => ({
  name: process.env.POD_NAME || process.env.HOSTNAME || null,
  namespace: process.env.POD_NAMESPACE || null,
});

/** True under `npm run dev`. */
export const isDevelopment = (): boolean => process.env.NODE_ENV === "development";

type ConfigFile = { readonly values: Readonly<Record<string, unknown>> } | { readonly fault: string };

function readConfigFile(path: string): ConfigFile {
  if (path === "") return { values: {} };
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown reason";
    return { fault: `a file that can be read (${code})` };
  }
  const reading = readYaml(text);
  if (!reading.ok) {
    const [fault] = reading.faults;
    return { fault: `a YAML file; line ${fault?.line ?? 1}: ${fault?.message ?? "it cannot be read"}` };
  }
  if (reading.value === null) return { values: {} };
  return isObject(reading.value)
    ? { values: reading.value }
    : { fault: "a YAML file with one map of names and values" };
}
