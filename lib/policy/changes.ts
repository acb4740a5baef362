import { changedPaths } from "@/lib/layers/leaves";
import type { Resolved } from "@/lib/layers/merge";
import type { Fault } from "@/lib/shared/errors";

/** Begins every name that a policy adds to a workspace's changed settings; the others are names of variables. */
const prefix = "policy:";

export const isPolicyChange = (name: string): boolean => name.startsWith(prefix);

/**
 * What would be another value under the present policies, as names for the badge "settings changed": paths of the effective configuration,
 * and the rules that it does not fit any more. Never values (product section 3).
 */
export function policyChanges(
  before: Pick<Resolved, "value">,
  now: Pick<Resolved, "value">,
  broken: readonly Fault[],
): readonly string[] {
  const names = [...changedPaths(before.value, now.value), ...broken.flatMap(({ rule }) => rule ?? [])];
  return [...new Set(names)].sort().map((name) => prefix + name);
}
