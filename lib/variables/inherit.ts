import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { settingNames } from "./never-inherited";
import { compilePatterns } from "./patterns";

/** A variable of a cluster: from the portal's environment, BERTH_CONFIG or the Variables page; or a secret of one of its workspaces. */
export type ClusterVariable = {
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
  /** A secret that was made in this workspace; `shared`: its owner offers it to all of the cluster. */
  readonly of?: { readonly workspace: string; readonly shared: boolean };
  /** Why it was chosen, when that happened before: it is not chosen a second time. */
  readonly origin?: string;
};

export type InheritSettings = {
  readonly INHERIT_ENV_VARS?: boolean | string | null | undefined;
  readonly USER_DEFINED_VARS?: string | null | undefined;
  readonly BERTH_DEPLOYMENT?: string | null | undefined;
  readonly SHARE_SECRETS_ACROSS_WORKSPACES?: boolean | string | null | undefined;
};

export type Inherited = ClusterVariable & { readonly origin: string };

export type Inheritance = {
  readonly inherited: readonly Inherited[];
  /** Sentences for the health page: patterns that cannot be read, a list that is missing. */
  readonly warnings: readonly Sayable[];
};

export const rulePrefix = "USER_DEFINED_VARS__ENV__";

/** `USER_DEFINED_VARS__ENV__{value}` settings among names and values: from ENV's value to its list. */
export function environmentRules(values: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const rules = Object.entries(values).flatMap(([name, list]): readonly [string, string][] =>
    name.startsWith(rulePrefix) && list !== undefined ? [[name.slice(rulePrefix.length), list]] : [],
  );
  return new Map(rules);
}

const isOn = (value: boolean | string | null | undefined) => value === true || value === "1" || value === "true";

/** Origins of secrets that were made in workspaces: the workspace's own, and one that another offers. */
export const ownSecretOrigin = "inherited:secret";
export const sharedSecretOrigin = (workspace: string): string => `${ownSecretOrigin} of ${workspace}`;

/** The workspace that offers a secret, by the origin of a variable; null: the variable is none. */
export const workspaceOfSecret = (origin: string): string | null => {
  const prefix = sharedSecretOrigin("");
  return origin.startsWith(prefix) ? origin.slice(prefix.length) : null;
};

/**
 * Inherited variables, weakest first: secrets that other workspaces offer, the cluster's variables, the secrets of the workspace itself.
 * Offered ones need SHARE_SECRETS_ACROSS_WORKSPACES only (docs/decisions/0011-secrets-of-workspaces.md).
 */
export function inheritVariables(
  variables: readonly ClusterVariable[],
  settings: InheritSettings,
  rules: ReadonlyMap<string, string>,
  env: string | undefined,
  workspace?: string,
): Inheritance {
  const allowed = variables.filter(({ name }) => !isNeverInherited(name));
  const chosen = allowed.flatMap((variable) =>
    variable.origin === undefined ? [] : [{ ...variable, origin: variable.origin }],
  );
  const secrets = allowed.flatMap(({ of, ...secret }) => (of && secret.origin === undefined ? [{ of, secret }] : []));
  const shared = isOn(settings.SHARE_SECRETS_ACROSS_WORKSPACES)
    ? secrets.filter(({ of }) => of.shared && of.workspace !== workspace)
    : [];
  const own = secrets.filter(({ of }) => of.workspace === workspace);
  const ofCluster = inheritFromCluster(
    allowed.filter(({ of, origin }) => of === undefined && origin === undefined),
    settings,
    rules,
    env,
  );
  return {
    inherited: [
      ...chosen,
      ...shared.map(({ of, secret }) => ({ ...secret, origin: sharedSecretOrigin(of.workspace) })),
      ...ofCluster.inherited,
      ...own.map(({ secret }) => ({ ...secret, origin: ownSecretOrigin })),
    ],
    warnings: ofCluster.warnings,
  };
}

/**
 * Product section 3, points 2 and 3: those in USER_DEFINED_VARS, and those added for the workspace's ENV. Unset USER_DEFINED_VARS: all when
 * managed, none with a warning when self-hosted.
 */
function inheritFromCluster(
  variables: readonly ClusterVariable[],
  settings: InheritSettings,
  rules: ReadonlyMap<string, string>,
  env: string | undefined,
): Inheritance {
  if (!isOn(settings.INHERIT_ENV_VARS)) return { inherited: [], warnings: [] };
  const warnings: Sayable[] = [];
  const compile = (setting: string, list: string) => {
    const compiled = compilePatterns(list);
    warnings.push(...compiled.faults.map((fault) => say("plan/setting", { setting, fault })));
    return { setting, matches: compiled.matches };
  };
  const sources: { readonly setting: string; readonly matches: (name: string) => boolean }[] = [];
  const list = settings.USER_DEFINED_VARS;
  if (list) sources.push(compile("USER_DEFINED_VARS", list));
  else if (settings.BERTH_DEPLOYMENT === "managed") sources.push({ setting: "INHERIT_ENV_VARS", matches: () => true });
  else warnings.push(say("plan/nothing-inherited"));
  const rule = env === undefined ? undefined : rules.get(env);
  if (rule !== undefined) sources.push(compile(`${rulePrefix}${env}`, rule));
  const inherited = variables.flatMap((variable): readonly Inherited[] => {
    const source = sources.find(({ matches }) => matches(variable.name));
    return source ? [{ ...variable, origin: `inherited:${source.setting}` }] : [];
  });
  return { inherited, warnings };
}

/** The portal's own settings and credentials, and what describes the portal's process: never a workspace's, whatever a pattern says. */
export function isNeverInherited(name: string): boolean {
  const upper = name.toUpperCase();
  return settingNames.exact.has(upper) || settingNames.prefixes.some((prefix) => upper.startsWith(prefix));
}
