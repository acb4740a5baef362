import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Manifest } from "@/lib/provisioning/manifest";
import { manifestKey } from "@/lib/provisioning/manifest";
import type { Step } from "@/lib/provisioning/plan";
import type { AdmissionChange, WorkspaceRef } from "@/lib/provisioning/provider";
import { isPortalError } from "@/lib/shared/errors";

export type Proof = {
  /** Refusals and warnings of the backend, as sentences for the plan. */
  readonly warnings: readonly Sayable[];
  /** By `Kind/name`. */
  readonly changes: ReadonlyMap<string, readonly AdmissionChange[]>;
};

export const unproven: Proof = { warnings: [], changes: new Map() };

/**
 * Has the backend try every step without doing it, where it can (Kubernetes: dry run with admission, quota and validation). A refusal is a
 * warning of the plan, not an error: what is shown is why it would fail. A backend that does not answer makes the plan unproven.
 */
export async function proveSteps(
  cluster: ConnectedCluster,
  ref: WorkspaceRef,
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<Proof> {
  try {
    const runtime = cluster.runtime();
    const { dryRun } = runtime;
    if (!dryRun) return unproven;
    const proofs = await Promise.all(
      steps.map(async (step) => {
        const object = manifestKey(subject(step));
        try {
          return { object, ...(await dryRun(step, ref, signal)), refusal: null };
        } catch (error) {
          if (!isPortalError(error) || error.code === "cluster/unreachable") throw error;
          return { object, changes: [], warnings: [], refusal: error };
        }
      }),
    );
    return {
      changes: new Map(proofs.map(({ object, changes }) => [object, changes])),
      warnings: proofs.flatMap(({ object, refusal, warnings }): readonly Sayable[] =>
        refusal
          ? [say("plan/would-refuse", { object, reason: refusal })]
          : warnings.map((warning) => say("plan/cluster-warns", { object, warning })),
      ),
    };
  } catch (error) {
    if (!isPortalError(error)) throw error;
    return { ...unproven, warnings: [say("plan/not-proven", { reason: error })] };
  }
}

const subject = (step: Step): Manifest => (step.action === "delete" ? step.before : step.after);
