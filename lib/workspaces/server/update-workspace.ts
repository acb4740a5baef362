import { say, type PlainCode } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { columnsOf } from "../columns";
import { toDetail } from "../detail";
import { announce, clusterOfSummary } from "./announce";
import type { Ref } from "./authorise";
import type { Accepted } from "./create-workspace";
import { beingDeleted } from "./operate-workspace";
import { prepareUpdate, type PreparedUpdate, type UpdateInput } from "./prepare-update";
import { planOfUpdate } from "./preview-update";
import { changeWorkspace, findWorkspaceById, type WorkspaceChange } from "./store";

/**
 * Stores the new revision and the operation that applies it. `apply: "next-restart"` stores it only, new settings too: the next start, restart or
 * update applies it. Throws `workspace/plan-stale` with the fresh plan when `plan_hash` does not fit, or when another update came first.
 */
export async function updateWorkspace(call: Call, ref: Ref, input: UpdateInput): Promise<Accepted> {
  const { services, actor } = call;
  const prepared = await prepareUpdate(call, ref, input);
  const { current, cluster, document, parsed } = prepared;
  if (input.plan_hash !== undefined) {
    const plan = await planOfUpdate(prepared, call.signal);
    if (plan.hash !== input.plan_hash) throw stale("workspace/plan-other", { plan });
  }
  const changed = await changeWorkspace(services.db, changeOf(call, prepared, input));
  if (!changed) {
    const now = await findWorkspaceById(services.db, current.id);
    if (!now || now.desired === "absent") throw beingDeleted(current);
    throw stale("workspace/updated-meanwhile", await differenceNow(call, ref, input));
  }
  const operation = announce(services, cluster, changed);
  const { workspace } = changed;
  const detail = { workspace, revision: { document, documentYaml: parsed.text }, operation: changed.operation };
  return { workspace: toDetail(actor, detail, clusterOfSummary(cluster), services.settings), operation };
}

const stale = (why: PlainCode, details: unknown): PortalError =>
  new PortalError("workspace/plan-stale", say(why), { details });

/** The plan against what the other person stored. */
async function differenceNow(call: Call, ref: Ref, input: UpdateInput): Promise<unknown> {
  const again = await prepareUpdate(call, ref, input);
  return { plan: await planOfUpdate(again, call.signal), revision: again.current.revision };
}

function changeOf(call: Call, prepared: PreparedUpdate, input: UpdateInput): WorkspaceChange {
  const { services, actor } = call;
  const {
    current,
    next,
    changed,
    templateOutdated,
    document,
    parsed,
    effective,
    newSnapshot,
    settingsChanged,
    settingsLeft,
  } = prepared;
  const waits = input.apply === "next-restart" && current.desired === "running";
  const { port, cpu, memory, ...shown } = columnsOf(effective.value);
  const number = next.revision;
  const revised = input.deed ? say("deed/as-revision", { deed: input.deed, number }) : say("deed/updated", { number });
  let deed = changed ? revised : say("deed/applied-again");
  const takesOver = input.update_workspace_settings === true;
  if (newSnapshot && takesOver) deed = say("deed/settings", { deed, names: settingsChanged.join(", ") });
  if (waits) deed = say("deed/next-restart", { deed });
  const sealed = newSnapshot && services.secrets.seal(JSON.stringify(newSnapshot));
  return {
    workspace: current,
    kind: "update",
    data: {
      revision: next.revision,
      ...shown,
      templateOutdated,
      ...(waits
        ? { settingsChanged, ...(takesOver ? { waitingInherited: sealed } : {}) }
        : {
            appliedRevision: next.appliedRevision,
            port,
            cpu,
            memory,
            waitingInherited: null,
            settingsChanged: settingsLeft,
            ...(sealed === null ? {} : { inherited: sealed, restarts: 1 }),
          }),
    },
    ...(changed ? { newRevision: { document, documentYaml: parsed.text, message: input.message ?? "" } } : {}),
    authorEmail: actor.email,
    activity: deed.message,
    now: services.clock.now(),
    operationId: input.operation_id,
  };
}
