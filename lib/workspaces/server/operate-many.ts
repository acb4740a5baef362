import { toPublicError, type PublicError } from "@/lib/shared/errors";
import type { Call } from "@/lib/server/services";
import { restartWorkspace, startWorkspace, stopWorkspace } from "./operate-workspace";

const useCases = { start: startWorkspace, stop: stopWorkspace, restart: restartWorkspace } as const;

export type ManyInput = {
  readonly verb: keyof typeof useCases;
  readonly refs: readonly { readonly name: string; readonly cluster: string }[];
};

export type ManyOutcome = { readonly name: string; readonly cluster: string; readonly error: PublicError | null };

/** The same verb on a selection. Each workspace is authorised and judged by itself: one refusal does not stop the others. */
export async function operateMany(call: Call, { verb, refs }: ManyInput): Promise<readonly ManyOutcome[]> {
  const outcomes: ManyOutcome[] = [];
  for (const ref of refs) {
    const error = await useCases[verb](call, ref).then(
      () => null,
      (cause: unknown) => toPublicError(cause),
    );
    if (error?.code === "internal")
      call.services.log.error({ request_id: call.requestId, verb, workspace: ref.name }, "Operation not stored");
    outcomes.push({ name: ref.name, cluster: ref.cluster, error });
  }
  return outcomes;
}
