import { reasonOf, type ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Manifest } from "@/lib/provisioning/manifest";
import { planChanges, type KindRule, type Step } from "@/lib/provisioning/plan";
import type { ClusterRuntime, Observation } from "@/lib/provisioning/provider";
import type { Services } from "@/lib/server/services";
import { cause } from "@/lib/workspaces/cause";
import { refOf, type OperationRecord, type WorkspaceRecord } from "@/lib/workspaces/record";
import { composeStored } from "@/lib/workspaces/server/build-stored";
import { checkStored } from "@/lib/workspaces/server/check-stored";
import { backoff, slowBackoff } from "../backoff";
import type { Compared } from "../compared";
import { failureOf, type Failure } from "../failure";
import { nextStep, waitingFor, waitingPrefix } from "../next-step";
import { emptyObservation, statusOf, unreachableStatus, withStatus, type ObservedStatus } from "../status";
import { createOperationWriter, recordStatus, type OperationWriter } from "./operation-writer";
import { checkDrift } from "./check-drift";
import { loadAndClaim, type Loaded } from "./store";

export type PassResult =
  /** Nothing left to do until something changes. */
  | { readonly kind: "done" }
  /** Look again after so many milliseconds, or earlier when the backend tells of a change. */
  | { readonly kind: "again"; readonly after: number }
  /** Waits for something that only people or the cluster can change; `after` is a slow retry. */
  | { readonly kind: "blocked"; readonly error: string; readonly after: number };

export type PassOptions = {
  /** Ask the backend itself even where the watch's memory would do: events may have been lost. */
  readonly fresh: boolean;
  readonly leaseSeconds: number;
  readonly deadlineSeconds: number;
  readonly random: () => number;
  /** Absent: everything is compared anew. */
  readonly compared?: Compared;
  readonly signal: AbortSignal;
};

/** Milliseconds after which the backend is asked although its watch is silent; longer for operations that take long anyway. */
const silence = { first: 3_000, later: 10_000, laterAfter: 30_000 };

/** Until the next look while the first connection is being made; its end wakes the workspace anyway. */
const connectingMilliseconds = 1_000;

const done: PassResult = { kind: "done" };

/**
 * One pass over one workspace: looks, and when an operation is under way does what leads to what is wanted. It keeps nothing in memory and
 * sets no timer; whatever ends it, the next pass goes on from the database and the backend.
 */
export async function reconcileWorkspace(services: Services, id: string, options: PassOptions): Promise<PassResult> {
  const now = services.clock.now();
  const until = new Date(now.getTime() + options.leaseSeconds * 1000);
  const loaded = await loadAndClaim(services.db, id, { owner: services.instance, now, until });
  if (!loaded) return done;
  const { workspace, operation, claimed } = loaded;
  const cluster = services.clusters.list().find((entry) => entry.config.id === workspace.clusterId);
  if (!cluster) return { kind: "blocked", error: "the cluster is not configured", after: slowBackoff.most };
  if (!operation) return await look(services, cluster, loaded, options);
  // Another replica works on it; if that one died, its lease ends.
  if (!claimed) return { kind: "again", after: options.leaseSeconds * 1000 };
  const writer = createOperationWriter(services, cluster, workspace, operation);
  try {
    return await operate({ services, cluster, loaded, operation, writer, options });
  } catch (error) {
    // Either the portal ends, or its first connection to the cluster is not made yet: nothing to tell anybody.
    if (options.signal.aborted || cluster.state === "connecting")
      return { kind: "again", after: connectingMilliseconds };
    const failure = failureOf(error);
    services.log.warn(
      { err: error, workspace: workspace.name, operation: operation.id },
      "a step of an operation failed",
    );
    return await afterFailure({ services, cluster, loaded, operation, writer, options }, failure);
  }
}

/** Without an operation: bring the stored status up to date with what the watch knows, and see whether somebody else changed anything. */
async function look(
  services: Services,
  cluster: ConnectedCluster,
  loaded: Loaded,
  { compared, signal }: PassOptions,
): Promise<PassResult> {
  const { workspace } = loaded;
  if (cluster.state === "connecting") return done;
  const status =
    cluster.state === "unreachable"
      ? unreachableStatus(workspace, cluster.config.name, reasonOf(cluster))
      : statusFrom(services, cluster, workspace, cluster.runtime().recall(workspace.id), false);
  await recordStatus(services, cluster, workspace, status);
  const shown = { ...loaded, workspace: withStatus(workspace, status) };
  if (cluster.state === "connected") await checkDrift(services, cluster, shown, compared, signal);
  return done;
}

type Pass = {
  readonly services: Services;
  readonly cluster: ConnectedCluster;
  readonly loaded: Loaded;
  readonly operation: OperationRecord;
  readonly writer: OperationWriter;
  readonly options: PassOptions;
};

async function operate(pass: Pass): Promise<PassResult> {
  const { services, cluster, loaded, operation, writer, options } = pass;
  const { workspace } = loaded;
  const runtime = cluster.runtime();
  const composed =
    workspace.desired === "absent" ? null : await composeStored(services, cluster, loaded, options.signal);
  const wanted = composed?.manifests ?? [];
  const { observation, steps } = await observeAndPlan(pass, runtime, wanted);
  const status = statusFrom(services, cluster, workspace, observation, true);
  const { deadlineSeconds } = options;
  const situation = {
    operation: { ...operation, progress: writer.progress() },
    desired: workspace.desired,
    status,
    steps,
  };
  const decision = nextStep({ ...situation, now: services.clock.now(), deadlineSeconds });
  switch (decision.do) {
    case "apply":
      // To stop and to remove is always allowed.
      if (composed && workspace.desired === "running")
        await checkStored(services, cluster, loaded, composed, options.signal);
      for (const group of groupsOf(steps, cluster.provider.rules)) {
        await Promise.all(
          group.map(async (step) => {
            await runtime.apply(step, refOf(workspace), options.signal);
            writer.note(describe(step));
          }),
        );
      }
      await writer.keep(afterApply(status, workspace));
      return { kind: "again", after: silence.first };
    case "finish":
      await writer.end(status, {
        state: "done",
        cause: null,
        deleted: workspace.desired === "absent",
        applied: composed,
      });
      return done;
    case "fail":
      await writer.end(
        { ...status, phase: "failed", cause: decision.cause, ready: false },
        { state: "failed", cause: decision.cause, deleted: false, applied: composed },
      );
      return done;
    case "wait": {
      writer.note(waitingPrefix + waitingFor(status, workspace.desired));
      await writer.keep(status);
      const age = services.clock.now().getTime() - operation.createdAt.getTime();
      return { kind: "again", after: age < silence.laterAfter ? silence.first : silence.later };
    }
  }
}

/**
 * The watch's memory may be older than our own last change. It is good enough to see that nothing is left to do; before anything is
 * done, and before a workspace counts as gone, the backend itself is asked. An operation that nobody has touched and that makes the
 * workspace has nothing to look at.
 */
async function observeAndPlan(
  pass: Pass,
  runtime: ClusterRuntime,
  wanted: readonly Manifest[],
): Promise<{ readonly observation: Observation; readonly steps: readonly Step[] }> {
  const { cluster, loaded, operation, options } = pass;
  const { workspace } = loaded;
  const planFor = (observation: Observation) => ({
    observation,
    steps: stepsTo(wanted, observation, cluster, workspace),
  });
  if (operation.kind === "create" && loaded.untouched) return planFor(emptyObservation);
  const remembered = options.fresh || workspace.desired === "absent" ? null : runtime.recall(workspace.id);
  if (remembered) {
    const planned = planFor(remembered);
    if (planned.steps.length === 0) return planned;
  }
  return planFor(await runtime.observe(refOf(workspace), options.signal));
}

function stepsTo(
  wanted: readonly Manifest[],
  observation: Observation,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
): readonly Step[] {
  const { rules } = cluster.provider;
  const mayDeleteStorage = workspace.desired === "absent" && workspace.deleteStorage;
  const ours = observation.manifests.filter((manifest) => rules[manifest.kind] !== undefined);
  return planChanges(wanted, ours, rules, "").steps.filter(
    (step) => step.action !== "delete" || mayDeleteStorage || rules[step.before.kind]?.storage !== true,
  );
}

/** Steps that may be done at the same time: neighbours that create objects of the same order. */
function groupsOf(steps: readonly Step[], rules: Readonly<Record<string, KindRule>>): readonly (readonly Step[])[] {
  const orderOf = (step: Step) => (step.action === "create" ? (rules[step.after.kind]?.order ?? null) : null);
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const order = orderOf(step);
    if (last?.[0] && order !== null && orderOf(last[0]) === order) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

const describe = (step: Step): string => {
  const { kind, name } = step.action === "delete" ? step.before : step.after;
  return `${step.action} ${kind} ${name}`;
};

/** Right after a change the observation is of before it. */
function afterApply(status: ObservedStatus, workspace: WorkspaceRecord): ObservedStatus {
  if (workspace.desired === "absent") return { ...status, phase: "deleting", ready: false };
  if (workspace.desired === "stopped") return { ...status, phase: "stopping", ready: false, cause: null };
  return { ...status, phase: status.phase === "creating" ? "creating" : "starting", ready: false, cause: null };
}

function statusFrom(
  services: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  observation: Observation | null,
  operating: boolean,
): ObservedStatus {
  const { provider, config } = cluster;
  const now = services.clock.now();
  return statusOf({ workspace, observation, operating, phaseOf: provider.phaseOf, cluster: config.name, now });
}

async function afterFailure(pass: Pass, failure: Failure): Promise<PassResult> {
  const { services, cluster, loaded, operation, writer, options } = pass;
  const { workspace } = loaded;
  const status = statusFrom(services, cluster, workspace, null, true);
  const attempts = operation.attempts + 1;
  const retryAfter = async (after: number, shown: ObservedStatus) => {
    await writer.keep(shown, { attempts, notBefore: new Date(services.clock.now().getTime() + after) });
    return after;
  };
  if (failure.kind === "unreachable") {
    const { name } = cluster.config;
    writer.note(`${waitingPrefix}${cause("cluster-unreachable", { cluster: name, reason: failure.reason }).summary}`);
    const after = await retryAfter(
      backoff(attempts, options.random()),
      unreachableStatus(workspace, name, failure.reason),
    );
    return { kind: "blocked", error: failure.reason.message, after };
  }
  // A delete is never given up: what is left over would be forgotten. It is tried again, ever more slowly.
  const permanent = failure.kind === "permanent" && operation.kind !== "delete";
  const begun = operation.startedAt ?? operation.createdAt;
  const late = services.clock.now().getTime() - begun.getTime() > options.deadlineSeconds * 1000;
  if (permanent || (late && operation.kind !== "delete")) {
    const failed = { ...status, phase: "failed", cause: failure.cause, ready: false } as const;
    await writer.end(failed, { state: "failed", cause: failure.cause, deleted: false, applied: null });
    return done;
  }
  writer.note("retry", failure.cause.summary);
  const limits = failure.kind === "permanent" ? slowBackoff : undefined;
  const after = await retryAfter(backoff(attempts, options.random(), limits), { ...status, cause: failure.cause });
  return { kind: "blocked", error: failure.cause.summary, after };
}
