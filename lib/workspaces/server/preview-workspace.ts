import type { Call } from "@/lib/server/services";
import type { EffectiveDto, PlanDto } from "../dto";
import { toEffectiveDto } from "../effective-dto";
import { toPlanDto } from "../plan-dto";
import { nameTaken } from "./create-workspace";
import { secretNames } from "./plan-stored";
import { proveSteps } from "./prove-steps";
import { prepareCreate } from "./prepare-create";
import type { DocumentInput } from "./read-input";
import { findWorkspaces } from "./store";

export type CreatePreview = { readonly plan: PlanDto; readonly effective: EffectiveDto };

/** What creating would make, object by object. Stores nothing. */
export async function previewCreate(call: Call, input: DocumentInput): Promise<CreatePreview> {
  const { made, cluster, effective, composed, snapshot } = await prepareCreate(call, input);
  const taken = await findWorkspaces(call.services.db, made.name, cluster.config.id);
  if (taken.length > 0) throw nameTaken(made.name, cluster.config.name);
  const steps = composed.manifests.map((after) => ({ action: "create", after, effect: "none" }) as const);
  const proof = await proveSteps(cluster, made, steps, call.signal);
  const plan = toPlanDto({
    wanted: composed.manifests,
    steps,
    revision: 1,
    secretNames: secretNames(composed, snapshot),
    warnings: [...composed.warnings, ...proof.warnings],
    admission: proof.changes,
  });
  return { plan, effective: toEffectiveDto(effective, composed.environment) };
}
