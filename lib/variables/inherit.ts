import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { settingNames } from "./never-inherited";
import { compilePatterns } from "./patterns";

/** A variable of a cluster: from the portal's environment, BERTH_CONFIG or the Variables page. */
export type ClusterVariable = { readonly name: string; readonly value: string; readonly secret: boolean };

export type InheritSettings = {
  readonly INHERIT_ENV_VARS?: boolean | string | null | undefined;
  readonly USER_DEFINED_VARS?: string | null | undefined;
  readonly BERTH_DEPLOYMENT?: string | null | undefined;
};

export type Inherited = ClusterVariable & { readonly origin: string };

export type Inheritance = {
  readonly inherited: readonly Inherited[];
  /** Sentences for the health page: patterns that cannot be read, a list that is missing. */
  readonly warnings: readonly Sayable[];
};

const rulePrefix = "USER_DEFINED_VARS__ENV__";

/** `USER_DEFINED_VARS__ENV__{value}` settings among names and values: from ENV's value to its list. */
export function environmentRules(values: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  const rules = Object.entries(values).flatMap(([name, list]): readonly [string, string][] =>
    name.startsWith(rulePrefix) && list !== undefined ? [[name.slice(rulePrefix.length), list]] : [],
  );
  return new Map(rules);
}

const isOn = (value: boolean | string | null | undefined) => value === true || value === "1" || value === "true";

/**
 * Inherited variables (product section 3, points 2 and 3): those in USER_DEFINED_VARS, and those added for the workspace's ENV.
 * Unset USER_DEFINED_VARS: all when managed, none with a warning when self-hosted.
 */
export function inheritVariables(
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
    if (isNeverInherited(variable.name)) return [];
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
