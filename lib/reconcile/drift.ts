import type { Manifest } from "@/lib/provisioning/manifest";
import { manifestKey } from "@/lib/provisioning/manifest";
import { planChanges, type KindRule, type Step } from "@/lib/provisioning/plan";
import type { DriftEntry } from "@/lib/workspaces/drift";
import { maskChange, maskManifest } from "@/lib/workspaces/mask";

/** What an operation left behind when it ended: the objects as they were built, and which of their variables are secret. */
export type Applied = { readonly manifests: readonly Manifest[]; readonly secretNames: readonly string[] };

type Rules = Readonly<Record<string, KindRule>>;

/** Entries kept of one workspace: enough to see what happened, and no more to carry around. */
const most = 100;

/**
 * What leads from the observed objects back to those that were applied. Objects that Berth did not make are not looked at, and neither is what
 * tells only what an object does at the moment (`state` of its rule): a crash changes that, too, and has its own cause.
 */
export function stepsBack(applied: Applied, observed: readonly Manifest[], rules: Rules): readonly Step[] {
  const made = new Set(applied.manifests.map(manifestKey));
  const ours = observed.filter((manifest) => made.has(manifestKey(manifest)));
  return planChanges(applied.manifests, ours, rules, "").steps.flatMap((step): readonly Step[] => {
    if (step.action === "create" || step.action === "delete") return [step];
    const state = rules[step.after.kind]?.state ?? [];
    const changes = step.changes.filter(({ path }) => !state.includes(path));
    return changes.length > 0 ? [{ ...step, changes }] : [];
  });
}

/** The difference as it is stored and shown: secrets masked. Empty: none. */
export function findDrift(applied: Applied, observed: readonly Manifest[], rules: Rules): readonly DriftEntry[] {
  const secret = new Set(applied.secretNames);
  const entries = stepsBack(applied, observed, rules).flatMap((step): readonly DriftEntry[] => {
    if (step.action === "delete") return [];
    const { kind, name } = step.after;
    if (step.action === "create")
      return [{ kind, name, path: "", wanted: maskManifest(step.after, secret).body, found: null }];
    return step.changes.map((change) => {
      const { path, before, after } = maskChange(kind, change, secret);
      return { kind, name, path, wanted: after ?? null, found: before ?? null };
    });
  });
  return entries.slice(0, most);
}
