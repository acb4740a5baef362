import { changedNames } from "@/lib/variables/compose";
import {
  environmentRules,
  inheritVariables,
  type ClusterVariable,
  type InheritSettings,
} from "@/lib/variables/inherit";
import { readStorageSettings, type StorageSettings } from "@/lib/layers/storage-settings";
import type { PolicyLayers } from "@/lib/policy/layers";
import { isObject, type JsonObject } from "@/lib/shared/json";

/** What a workspace took from its cluster when it was made, or when its settings were last updated. Stored sealed. */
export type InheritedSnapshot = {
  readonly variables: readonly (ClusterVariable & { readonly origin: string })[];
  /** WORKSPACE_ENV_PATTERN of that time. */
  readonly envPattern: string | null;
  /**
   * Defaults of the policies in force when it was last started, restarted or took its settings over. A running workspace is built from these:
   * a new policy touches it only when somebody asks for that.
   */
  readonly policies: PolicyLayers;
  /** Of when it was made, for good; null: a workspace from before they were kept. */
  readonly storage: StorageSettings | null;
};

export type VariableSettings = InheritSettings & {
  readonly WORKSPACE_ENV_PATTERN: string | null;
  readonly userDefinedVarsByEnv: Readonly<Record<string, string>>;
};

const rulePrefix = "USER_DEFINED_VARS__ENV__";

/** `ENV` decides which extra variables are added (product section 3): the document's, else the pattern's. A reference is known to the cluster only. */
function envOf(effective: JsonObject, envPattern: string | null, workspace: string): string | undefined {
  const container = effective.container_config;
  const env: unknown = isObject(container) ? container.env : undefined;
  const written = Array.isArray(env) ? env.filter(isObject).find((item) => item.name === "ENV") : undefined;
  if (written) return typeof written.value === "string" ? written.value : undefined;
  return envPattern?.replaceAll("{workspace_name}", () => workspace);
}

/** What the workspace would take from its cluster now. */
export function takeSnapshot(
  workspace: string,
  effective: JsonObject,
  variables: readonly ClusterVariable[],
  settings: VariableSettings,
  policies: PolicyLayers,
  storage: StorageSettings | null,
): InheritedSnapshot {
  const envPattern = settings.WORKSPACE_ENV_PATTERN;
  const byName = Object.entries(settings.userDefinedVarsByEnv).map(([env, list]) => [rulePrefix + env, list]);
  const rules = environmentRules(Object.fromEntries(byName));
  const { inherited } = inheritVariables(
    variables,
    settings,
    rules,
    envOf(effective, envPattern, workspace),
    workspace,
  );
  return { variables: inherited, envPattern, policies, storage };
}

/** Names whose value differs between the two: for the badge and the preview. Never values. */
export function snapshotChanges(
  before: InheritedSnapshot,
  now: InheritedSnapshot,
  workspace: string,
): readonly string[] {
  const values = ({ variables, envPattern }: InheritedSnapshot) =>
    Object.fromEntries([
      ...(envPattern === null ? [] : [["ENV", envPattern.replaceAll("{workspace_name}", () => workspace)] as const]),
      ...variables.map(({ name, value }) => [name, value] as const),
    ]);
  return changedNames(values(before), values(now));
}

const emptySnapshot: InheritedSnapshot = { variables: [], envPattern: null, policies: [], storage: null };

/** Reads what `takeSnapshot` made and the database kept. */
export function readSnapshot(text: string | null): InheritedSnapshot {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (!isObject(value)) return emptySnapshot;
  const variables = Array.isArray(value.variables) ? value.variables.filter(isObject) : [];
  return {
    variables: variables.map((item) => ({
      name: String(item.name),
      value: String(item.value),
      secret: item.secret === true,
      origin: String(item.origin),
    })),
    envPattern: typeof value.envPattern === "string" ? value.envPattern : null,
    policies: Array.isArray(value.policies) ? value.policies.filter(isObject).flatMap(readPolicy) : [],
    storage: isObject(value.storage) ? readStorageSettings(value.storage) : null,
  };
}

function readPolicy({ enforce, layer }: JsonObject): PolicyLayers {
  if (!isObject(layer) || !isObject(layer.value)) return [];
  return [{ enforce: enforce === true, layer: { name: "policy", detail: String(layer.detail), value: layer.value } }];
}
