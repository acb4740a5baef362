import type { Sayable } from "@/lib/i18n/text";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { EnvironmentEntry } from "./environment";
import { inheritVariables, type ClusterVariable, type InheritSettings } from "./inherit";

/** Berth's own variables; what is null is not set. */
export type OwnVariables = {
  /** Where the gateway serves the workspace. */
  readonly url: string;
  /** Path under which it is served; null or "/" on an origin of its own. */
  readonly basePath: string | null;
  readonly port: number;
  /** Kubernetes only. */
  readonly namespace: string | null;
  /** Where a run policy is mounted, if one is. */
  readonly runConfigPath: string | null;
};

export type ComposeInput = {
  readonly workspace: { readonly name: string };
  readonly own: OwnVariables;
  readonly variables: readonly ClusterVariable[];
  readonly settings: InheritSettings & { readonly WORKSPACE_ENV_PATTERN?: string | null | undefined };
  /** environmentRules() of the same sources as the variables. */
  readonly rules: ReadonlyMap<string, string>;
  /** The effective configuration: env in one form, with origins. */
  readonly resolved: { readonly value: JsonObject; readonly origins: ReadonlyMap<string, string> };
};

export type Composition = { readonly entries: readonly EnvironmentEntry[]; readonly warnings: readonly Sayable[] };

/** The whole environment of a workspace in the order of product section 3, each variable with where it came from. */
export function composeEnvironment(input: ComposeInput): Composition {
  const configured = configuredEntries(input.resolved);
  const pattern = patternEntries(input.settings.WORKSPACE_ENV_PATTERN, input.workspace.name);
  const written = configured.find((entry) => entry.name === "ENV");
  // A reference is only known to the cluster, so no rule can apply to it.
  const env = written ? written.value : pattern[0]?.value;
  const { inherited, warnings } = inheritVariables(input.variables, input.settings, input.rules, env);
  const merged = new Map<string, EnvironmentEntry>();
  const weakestFirst: readonly (readonly EnvironmentEntry[])[] = [
    ownEntries(input.workspace.name, input.own),
    inherited,
    pattern,
    configured,
  ];
  for (const entry of weakestFirst.flat()) merged.set(entry.name, over(merged.get(entry.name), entry));
  return { entries: [...merged.values()], warnings };
}

function over(weaker: EnvironmentEntry | undefined, entry: EnvironmentEntry): EnvironmentEntry {
  if (!weaker) return entry;
  const { replaced = [], ...lost } = weaker;
  return { ...entry, replaced: [...replaced, lost] };
}

function ownEntries(name: string, own: OwnVariables): readonly EnvironmentEntry[] {
  const basePath = own.basePath === "/" || own.basePath === "" ? null : own.basePath;
  const values: readonly (readonly [string, string | null])[] = [
    ["BERTH_WORKSPACE", name],
    ["BERTH_URL", own.url],
    ["BERTH_BASE_PATH", basePath],
    // Mage puts the slashes around it itself.
    ["MAGE_BASE_PATH", basePath && basePath.replace(/^\/+/, "")],
    ["PORT", String(own.port)],
    ["KUBE_NAMESPACE", own.namespace],
    ["K8S_DEFAULT_CONFIG_PATH", own.runConfigPath],
  ];
  return values.flatMap(([key, value]) =>
    value === null ? [] : [{ name: key, value, secret: false, origin: "builtin:berth" }],
  );
}

function patternEntries(pattern: string | null | undefined, workspace: string): readonly EnvironmentEntry[] {
  if (!pattern) return [];
  const value = pattern.replaceAll("{workspace_name}", () => workspace);
  return [{ name: "ENV", value, secret: false, origin: "environment:WORKSPACE_ENV_PATTERN" }];
}

function configuredEntries({ value, origins }: ComposeInput["resolved"]): readonly EnvironmentEntry[] {
  const config = value.container_config;
  const env = isObject(config) && Array.isArray(config.env) ? (config.env as readonly Json[]) : [];
  return env.flatMap((item): readonly EnvironmentEntry[] => {
    if (!isObject(item) || typeof item.name !== "string") return [];
    const { name } = item;
    const origin = origins.get(`container_config.env[${name}].name`) ?? "document";
    if (isObject(item.valueFrom)) return [{ name, valueFrom: item.valueFrom, secret: false, origin }];
    return [
      { name, value: typeof item.value === "string" ? item.value : String(item.value ?? ""), secret: false, origin },
    ];
  });
}

/** Values (or their digests) by name, as a workspace was started with them. */
export type EnvironmentSnapshot = Readonly<Record<string, string>>;

/** Names whose value is another, new or gone since the snapshot, sorted; names only, never values (product section 3). */
export function changedNames(before: EnvironmentSnapshot, now: EnvironmentSnapshot): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const own = (snapshot: EnvironmentSnapshot, name: string) =>
    Object.hasOwn(snapshot, name) ? snapshot[name] : undefined;
  return [...names].filter((name) => own(before, name) !== own(now, name)).sort();
}
