import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { planChanges, type Step } from "@/lib/provisioning/plan";
import type { Composed } from "../compose";
import type { PlanDto } from "../dto";
import type { InheritedSnapshot } from "../inherited";
import { toPlanDto } from "../plan-dto";
import { refOf, type WorkspaceRecord } from "../record";
import { isStorageOf } from "../storage";
import { proveSteps, unproven } from "./prove-steps";

export type PlanSource = {
  readonly cluster: ConnectedCluster;
  readonly workspace: Pick<WorkspaceRecord, "id" | "name" | "names" | "namespace" | "revision">;
  readonly composed: Composed;
  /** Of before: names that were secret then are still not shown. */
  readonly snapshot: InheritedSnapshot;
  readonly warnings?: readonly Sayable[];
  /** Have the backend prove the steps without doing them: for plans that people look at. */
  readonly prove?: boolean;
};

/** Compares what the backend has with what was built. Storage is never removed by an update. */
export async function planStored(
  { cluster, workspace, composed, snapshot, warnings = [], prove = false }: PlanSource,
  signal: AbortSignal,
): Promise<PlanDto> {
  const { rules } = cluster.provider;
  const observation = await cluster.runtime().observe(refOf(workspace), signal);
  const observed = observation.manifests.filter((manifest) => rules[manifest.kind] !== undefined);
  const { steps } = planChanges(composed.manifests, observed, rules, "");
  const kept = steps.filter((step) => step.action === "delete" && isStorageOf(cluster.provider, step.before));
  const done = steps.filter((step) => !kept.includes(step));
  const proof = prove ? await proveSteps(cluster, refOf(workspace), done, signal) : unproven;
  return toPlanDto({
    wanted: composed.manifests,
    steps: done,
    revision: workspace.revision,
    secretNames: secretNames(composed, snapshot),
    warnings: [...composed.warnings, ...warnings, ...kept.map(storageStays), ...proof.warnings],
    admission: proof.changes,
  });
}

const storageStays = (step: Step): Sayable => {
  const { kind, name } = step.action === "delete" ? step.before : step.after;
  return say("plan/storage-stays", { kind, name });
};

export const secretNames = (composed: Composed, snapshot: InheritedSnapshot): ReadonlySet<string> =>
  new Set([...composed.environment, ...snapshot.variables].filter(({ secret }) => secret).map(({ name }) => name));
