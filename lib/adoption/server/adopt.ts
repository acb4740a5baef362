import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { canonicalJson } from "@/lib/shared/json";
import { sha256 } from "@/lib/shared/sha256";
import { toDetail } from "@/lib/workspaces/detail";
import type { PlanDto } from "@/lib/workspaces/dto";
import { toEffectiveDto } from "@/lib/workspaces/effective-dto";
import { announce, clusterOfSummary } from "@/lib/workspaces/server/announce";
import { nameTaken, type Accepted } from "@/lib/workspaces/server/create-workspace";
import { insertWorkspace } from "@/lib/workspaces/server/insert-workspace";
import { planStored } from "@/lib/workspaces/server/plan-stored";
import { findWorkspaceById, findWorkspaces } from "@/lib/workspaces/server/store";
import type { AdoptPreviewDto } from "../dto";
import { prepareAdopt, type AdoptInput, type PreparedAdopt } from "./prepare-adopt";

/** What adopting would change on the objects, and the document that it begins with. Stores nothing. */
export async function previewAdopt(call: Call, cluster: string, input: AdoptInput): Promise<AdoptPreviewDto> {
  const prepared = await prepareAdopt(call, cluster, input);
  const { made, effective, composed } = prepared;
  await refuseTakenName(call, prepared);
  return {
    plan: await planOf(prepared, call.signal, true),
    effective: toEffectiveDto(effective, composed.environment),
    document: made.document,
    document_yaml: made.documentYaml,
  };
}

/**
 * Stores a workspace that has these objects and answers at once; the reconciler puts Berth's labels on them, and changes what the document
 * wants to have changed. Throws `not-found`, `conflict` for what cannot be adopted, `workspace/plan-stale`, `policy/denied`,
 * `document/invalid`, `workspace/name-taken`, `cluster/unreachable`, `access/forbidden`.
 */
export async function adopt(
  call: Call,
  clusterName: string,
  { plan_hash: planHash, ...input }: AdoptInput & { readonly plan_hash?: string | undefined },
): Promise<Accepted> {
  const { services, actor } = call;
  const prepared = await prepareAdopt(call, clusterName, input);
  const { made, cluster } = prepared;
  await refuseTakenName(call, prepared);
  if (planHash !== undefined) {
    const present = await planOf(prepared, call.signal);
    if (present.hash !== planHash)
      throw new PortalError("workspace/plan-stale", say("workspace/plan-other"), { details: { plan: present } });
  }
  const inserted = await insertWorkspace(services.db, made);
  if (!inserted) throw await takenBy(call, prepared);
  const operation = announce(services, cluster, inserted);
  const detail = { workspace: inserted.workspace, revision: made, operation: inserted.operation };
  return { workspace: toDetail(actor, detail, clusterOfSummary(cluster), services.settings), operation };
}

async function planOf({ made, workload, ...prepared }: PreparedAdopt, signal: AbortSignal, prove = false) {
  const { cluster, composed, snapshot, warnings } = prepared;
  const workspace = { ...made, revision: 1 };
  const plan = await planStored({ cluster, workspace, composed, snapshot, warnings, prove }, signal);
  // The same fields on another object are another plan.
  const hash = sha256(canonicalJson({ plan: plan.hash, uid: workload.uid }));
  return { ...plan, hash } satisfies PlanDto;
}

async function refuseTakenName({ services }: Call, { made, cluster }: PreparedAdopt): Promise<void> {
  const taken = await findWorkspaces(services.db, made.name, cluster.config.id);
  if (taken.length > 0) throw nameTaken(made.name, cluster.config.name);
}

/** Somebody was faster: either with the object or with the name. */
async function takenBy({ services }: Call, { made, workload, cluster }: PreparedAdopt): Promise<PortalError> {
  const other = await findWorkspaceById(services.db, made.id);
  if (!other) return nameTaken(made.name, cluster.config.name);
  const { kind, name } = workload;
  return new PortalError("conflict", say("adopt/taken-meanwhile", { kind, name, workspace: other.name }));
}
