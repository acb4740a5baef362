import { isNeverInherited, rulePrefix } from "./inherit";
import { compilePatterns, splitList } from "./patterns";

/** A setting and the item of its list that lets a variable through; the item is null where all are inherited. */
export type InheritedBy = { readonly setting: string; readonly pattern: string | null };

export type InheritanceSettings = {
  readonly INHERIT_ENV_VARS: boolean;
  readonly USER_DEFINED_VARS: string | null;
  readonly BERTH_DEPLOYMENT: "managed" | "self-hosted";
  readonly userDefinedVarsByEnv: Readonly<Record<string, string>>;
};

/** Tells for the name of a cluster's variable by what workspaces inherit it now: by nothing, where the list is empty. */
export function explainInheritance(settings: InheritanceSettings): (name: string) => readonly InheritedBy[] {
  const { INHERIT_ENV_VARS, USER_DEFINED_VARS, BERTH_DEPLOYMENT, userDefinedVarsByEnv } = settings;
  if (!INHERIT_ENV_VARS) return () => [];
  const lists = [
    ...(USER_DEFINED_VARS ? [{ setting: "USER_DEFINED_VARS", list: USER_DEFINED_VARS }] : []),
    ...Object.entries(userDefinedVarsByEnv).map(([env, list]) => ({ setting: rulePrefix + env, list })),
  ].map(({ setting, list }) => ({
    setting,
    whole: compilePatterns(list),
    items: splitList(list).map((pattern) => ({ pattern, ...compilePatterns(pattern) })),
  }));
  const all: readonly InheritedBy[] =
    !USER_DEFINED_VARS && BERTH_DEPLOYMENT === "managed" ? [{ setting: "INHERIT_ENV_VARS", pattern: null }] : [];
  return (name) => {
    if (isNeverInherited(name)) return [];
    const named = lists
      // Most names match nothing, and the list as a whole is quick to ask.
      .filter(({ whole }) => whole.matches(name))
      .flatMap(({ setting, items }): readonly InheritedBy[] => {
        const item = items.find(({ matches }) => matches(name));
        return item ? [{ setting, pattern: item.pattern }] : [];
      });
    return [...all, ...named];
  };
}
