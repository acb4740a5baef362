import { say } from "@/lib/i18n/say";
import { strongestEffect, type Effect } from "@/lib/provisioning/plan";
import type { Call } from "@/lib/server/services";
import { isPortalError, toPublicError } from "@/lib/shared/errors";
import { canonicalJson } from "@/lib/shared/json";
import { sha256 } from "@/lib/shared/sha256";
import { authorise, findFor, type Ref } from "@/lib/workspaces/server/authorise";
import { beginAgain } from "@/lib/workspaces/server/begin-again";
import { beingDeleted } from "@/lib/workspaces/server/operate-workspace";
import { prepareUpdate, type UpdateInput } from "@/lib/workspaces/server/prepare-update";
import { planOfUpdate } from "@/lib/workspaces/server/preview-update";
import { planRoutes } from "@/lib/workspaces/server/re-add-routes";
import type { WorkspaceRecord } from "@/lib/workspaces/record";
import type { Reason } from "../dto";
import { reasonOf, reasonsOfPlan } from "../reasons";
import type { ItemState } from "../rollout";
import type { FleetChange } from "../schema";
import { isTaken, underWay } from "./store";

/** What a change would do to one workspace, and whether it may. */
export type Judgement = {
  readonly state: Extract<ItemState, "waiting" | "unchanged" | "refused" | "excluded">;
  readonly workspaceId: string | null;
  readonly cluster: string | null;
  readonly effect: Effect;
  /** Of its own plan; "" where there is none. */
  readonly planHash: string;
  readonly revision: number;
  readonly reasons: readonly Reason[];
  /** The cluster does not answer: later it may. */
  readonly unreachable?: boolean;
};

type Planned = Pick<Judgement, "effect" | "planHash" | "reasons"> & { readonly changes: boolean };

export type JudgeOptions = {
  /** Have the backend prove the steps: for plans that people look at. */
  readonly prove: boolean;
  /** The rollout that it already belongs to. */
  readonly fleetId: string | null;
};

export const updateInputOf = ({ patch, update_workspace_settings }: FleetChange): UpdateInput => ({
  ...(patch ? { document: patch } : {}),
  update_workspace_settings,
});

/** Judges one workspace by the use cases of a single change, so that its rights, policy, quota and dry run hold here too. Stores nothing. */
export async function judge(call: Call, ref: Ref, change: FleetChange, options: JudgeOptions): Promise<Judgement> {
  const { services } = call;
  let seen: Pick<Judgement, "workspaceId" | "cluster" | "revision"> = {
    workspaceId: null,
    cluster: ref.cluster ?? null,
    revision: 0,
  };
  const verdict = (state: Judgement["state"], rest: Partial<Judgement> = {}): Judgement => ({
    ...{ ...seen, effect: "none", planHash: "", reasons: [] },
    ...rest,
    state,
  });
  try {
    const found = await findFor(call, ref, "workspace:read");
    const { workspace, cluster } = found;
    seen = { workspaceId: workspace.id, cluster: cluster.config.name, revision: workspace.revision };
    authorise(call, workspace, "workspace:operate");
    if (workspace.desired === "absent") throw beingDeleted(workspace);
    const kind = await underWay(services.db, workspace.id);
    if (kind !== null) return verdict("excluded", { reasons: [reasonOf(say("fleet/busy-operation", { kind }))] });
    if (await isTaken(services.db, workspace.id, options.fleetId))
      return verdict("excluded", { reasons: [reasonOf(say("fleet/busy-fleet"))] });
    if (change.action === "restart" && workspace.desired !== "running")
      return verdict("excluded", { reasons: [reasonOf(say("fleet/not-running"))] });
    const { changes, ...planned } = await plans[change.action](call, workspace, cluster.config.name, change, options);
    return changes
      ? verdict("waiting", planned)
      : verdict("unchanged", { reasons: [reasonOf(say("fleet/unchanged"))] });
  } catch (error) {
    if (call.signal.aborted) throw error;
    return failed(call, ref, error, verdict);
  }
}

function failed(
  call: Call,
  ref: Ref,
  error: unknown,
  verdict: (state: Judgement["state"], rest: Partial<Judgement>) => Judgement,
): Judgement {
  const { message, text, faults = [] } = toPublicError(error);
  const reasons =
    faults.length > 0 ? faults.map((fault) => reasonOf(fault, fault.path)) : [reasonOf({ message, text })];
  if (!isPortalError(error)) {
    call.services.log.error({ err: error, workspace: ref.name, request_id: call.requestId }, "A plan was not made");
    return verdict("refused", { reasons });
  }
  switch (error.code) {
    case "cluster/unreachable":
      return verdict("excluded", { reasons, unreachable: true });
    case "not-found":
    case "access/forbidden":
    case "workspace/busy":
    case "conflict":
      return verdict("excluded", { reasons });
    default:
      return verdict("refused", { reasons });
  }
}

type MakePlan = (
  call: Call,
  workspace: WorkspaceRecord,
  cluster: string,
  change: FleetChange,
  options: JudgeOptions,
) => Promise<Planned>;

const plans: Readonly<Record<FleetChange["action"], MakePlan>> = {
  async update(call, { name, desired }, cluster, change, { prove }) {
    const prepared = await prepareUpdate(call, { name, cluster }, updateInputOf(change));
    const plan = await planOfUpdate(prepared, call.signal, prove);
    const taken = prepared.newSnapshot && change.update_workspace_settings ? prepared.settingsChanged : [];
    const { current, changed: documentChanges } = prepared;
    const changes = documentChanges || taken.length > 0 || plan.steps.length > 0 || current.waitingInherited !== null;
    const reasons = reasonsOfPlan(plan, { settings: taken, stopped: desired === "stopped", documentChanges });
    return { effect: plan.effect, planHash: plan.hash, reasons, changes };
  },

  async restart(call, { name }, cluster) {
    const found = await findFor(call, { name, cluster }, "workspace:operate");
    await beginAgain(call, found);
    const { id, desired, revision, appliedRevision, waitingInherited } = found.workspace;
    const planHash = digest({ id, desired, revision, appliedRevision, waitingInherited });
    return { effect: "restart", planHash, reasons: [reasonOf(say("fleet/why-restarts"))], changes: true };
  },

  async "re-add-routes"(call, { id, name }, cluster) {
    const { routes } = await planRoutes(call, { name, cluster });
    const objects = routes.map((step) => (step.action === "delete" ? step.before : step.after));
    const what = objects.map((object) => `${object.kind} ${object.name}`).join(", ");
    const effect = strongestEffect(routes.map((step) => step.effect));
    const reasons = [reasonOf(say("fleet/why-routes", { what }))];
    return { effect, planHash: digest({ id, routes }), reasons, changes: routes.length > 0 };
  },
};

const digest = (value: unknown): string => sha256(canonicalJson(value));
