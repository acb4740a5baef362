import { nearest } from "@/lib/shared/nearest";
import { isInheritable, variablesByEnvPrefix } from "./cluster-variables";
import type { Definition } from "./definition";
import { definitions, settingNames, type ReadSettings, type SettingName, type Settings } from "./settings";

/** `name`, what it was set to (masked when secret; null: not set) and what is allowed. */
export type SettingFault = { readonly name: string; readonly value: string | null; readonly allowed: string };

export type SettingsReading =
  | { readonly ok: true; readonly settings: Settings; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly faults: readonly SettingFault[]; readonly warnings: readonly string[] };

type Texts = ReadonlyMap<string, string>;

/** Names that start like settings but belong to the command line or the tests. */
const otherNames = /^BERTH_(TOKEN$|TEST_|STARTED_BY$)/;

/**
 * Reads all settings, or says everything that is wrong with them. `env` wins over `file` (BERTH_CONFIG). An empty text counts as not set:
 * that is what a template that fills in nothing leaves behind.
 */
export function parseSettings(
  env: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, unknown>>,
): SettingsReading {
  const faults: SettingFault[] = [];
  const texts = mergeTexts(env, file, faults);
  const read = readAll(texts, faults);
  faults.push(...conflicts(read));
  const ofFile = [...texts.keys()].filter((name) => env[name] === undefined && isInheritable(name));
  const warnings = unknownNames(texts);
  if (faults.length > 0) return { ok: false, faults, warnings };
  return { ok: true, settings: complete(read, texts, ofFile), warnings };
}

function mergeTexts(
  env: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, unknown>>,
  faults: SettingFault[],
): Texts {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(file)) {
    if (value === null) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      texts.set(name, String(value));
    else faults.push({ name, value: "a list or a map in BERTH_CONFIG", allowed: "one text, number or boolean" });
  }
  for (const [name, value] of Object.entries(env)) if (value !== undefined) texts.set(name, value);
  return texts;
}

function readAll(texts: Texts, faults: SettingFault[]): ReadSettings {
  const entries = settingNames.map((name) => [name, readOne(name, definitions[name], texts.get(name), faults)]);
  return Object.fromEntries(entries) as ReadSettings;
}

function readOne(
  name: SettingName,
  definition: Definition<unknown>,
  raw: string | undefined,
  faults: SettingFault[],
): unknown {
  const text = raw?.trim() ?? "";
  if (text === "") return definition.initial;
  const reading = definition.read(text);
  if ("value" in reading) return reading.value;
  faults.push({ name, value: definition.secret ? "(secret)" : text, allowed: reading.fault });
  return definition.initial;
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);

/** Local clusters run as the portal's own user (product, section 9). */
export const allowsLocal = (settings: Pick<ReadSettings, "HOST" | "BERTH_ALLOW_LOCAL">): boolean =>
  settings.BERTH_ALLOW_LOCAL || isLoopback(settings.HOST);

const portalUrl = (read: ReadSettings): string => read.BERTH_URL ?? `http://localhost:${read.PORT}`;

/** What only shows when several settings are seen together. */
function conflicts(read: ReadSettings): readonly SettingFault[] {
  const faults: SettingFault[] = [];
  const need = (name: SettingName, allowed: string, value: string | null = null) =>
    faults.push({ name, value, allowed });
  if (read.WORKSPACE_PVC_NAME !== null && read.WORKSPACE_PVC_SUBPATH_PREFIX === null) {
    need(
      "WORKSPACE_PVC_SUBPATH_PREFIX",
      "a folder, because WORKSPACE_PVC_NAME is set: without it all workspaces would share one folder",
    );
  }
  if (read.BERTH_OWNER_EMAIL !== null && read.BERTH_OWNER_PASSWORD === null)
    need("BERTH_OWNER_PASSWORD", "a password, because BERTH_OWNER_EMAIL is set");
  if (read.BERTH_OWNER_PASSWORD !== null && read.BERTH_OWNER_EMAIL === null)
    need("BERTH_OWNER_EMAIL", "an e-mail address, because BERTH_OWNER_PASSWORD is set");
  if (read.BERTH_OIDC_ISSUER !== null && read.BERTH_OIDC_CLIENT_ID === null)
    need("BERTH_OIDC_CLIENT_ID", "a client id, because BERTH_OIDC_ISSUER is set");
  if (read.CLUSTER_TYPE === "local" && !allowsLocal(read)) {
    need(
      "CLUSTER_TYPE",
      "kubernetes or docker: local processes run as the portal's own user, so they need HOST on loopback or BERTH_ALLOW_LOCAL=1",
      "local",
    );
  }
  const pattern = read.BERTH_WORKSPACE_URL?.replaceAll("{workspace}", "workspace");
  if (
    pattern !== undefined &&
    (!URL.canParse(pattern) || new URL(pattern).origin === new URL(portalUrl(read)).origin)
  ) {
    need(
      "BERTH_WORKSPACE_URL",
      "an address on another origin than BERTH_URL: workspaces run other people's code",
      read.BERTH_WORKSPACE_URL,
    );
  }
  return faults;
}

function complete(read: ReadSettings, texts: Texts, ofFile: readonly string[]): Settings {
  return {
    ...read,
    BERTH_URL: portalUrl(read),
    CLUSTER_TYPE: read.CLUSTER_TYPE ?? findClusterType(read, texts),
    WORKSPACE_INGRESS_NAME: read.WORKSPACE_INGRESS_NAME ?? read.MAGE_CLUSTER_UUID,
    userDefinedVarsByEnv: Object.fromEntries(
      [...texts].flatMap(([name, value]) =>
        name.startsWith(variablesByEnvPrefix) ? [[name.slice(variablesByEnvPrefix.length), value]] : [],
      ),
    ),
    clusterVariables: Object.fromEntries([...texts].filter(([name]) => isInheritable(name))),
    clusterVariablesOfFile: ofFile,
  };
}

/** Null: nothing was found and local processes are not allowed; the Clusters page then adds the first one. */
function findClusterType(read: ReadSettings, texts: Texts): Settings["CLUSTER_TYPE"] {
  if (texts.has("KUBERNETES_SERVICE_HOST") || read.KUBECONFIG !== null) return "kubernetes";
  if (read.DOCKER_HOST !== null) return "docker";
  return allowsLocal(read) ? "local" : null;
}

function unknownNames(texts: Texts): readonly string[] {
  const unknown = [...texts.keys()].filter(
    (name) => name.startsWith("BERTH_") && !(name in definitions) && !otherNames.test(name),
  );
  return unknown.map((name) => {
    const close = nearest(name, settingNames);
    return `${name} is not a setting of Berth and has no effect.${close ? ` Did you mean ${close}?` : ""}`;
  });
}
