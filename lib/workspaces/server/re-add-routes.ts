import { plain, say } from "@/lib/i18n/say";
import { planChanges, type Step } from "@/lib/provisioning/plan";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { OperationDto, ProgressStep } from "../dto";
import { refOf } from "../record";
import { publishOperation } from "./announce";
import { findFor, type Found, type Ref } from "./authorise";
import { composeRevision } from "./compose-revision";
import { beingDeleted } from "./operate-workspace";
import { addEndedOperation } from "./operation-store";

export type PlannedRoutes = Found & { readonly routes: readonly Step[]; readonly othersDiffer: boolean };

/**
 * Makes what leads to a workspace from outside (Service, Ingress, VirtualService) as it should be, and touches nothing else: a deleted or
 * changed route is repaired without a restart, and without ending an operation that is under way. The operation has ended when it is returned.
 */
export async function reAddRoutes(
  call: Call,
  ref: Ref,
  options: { readonly operationId?: string } = {},
): Promise<{ readonly operation: OperationDto }> {
  const { services, actor, signal } = call;
  const { workspace, cluster, routes, othersDiffer } = await planRoutes(call, ref);
  for (const step of routes) await cluster.runtime().apply(step, refOf(workspace), signal);

  const now = services.clock.now();
  const at = now.toISOString();
  const progress: readonly ProgressStep[] = [
    ...routes.map((step) => ({ at, step: `${step.action} ${subject(step).kind} ${subject(step).name}`, message: "" })),
    ...(othersDiffer ? [{ at, step: "left alone", message: say("route/rest-differs").message }] : []),
  ];
  const operation = await addEndedOperation(services.db, {
    id: options.operationId,
    workspaceId: workspace.id,
    kind: "update",
    progress,
    activity: plain("deed/re-added"),
    authorEmail: actor.email,
    now,
  });
  return { operation: publishOperation(services, workspace, operation) };
}

/** The steps that would make the routes anew; `othersDiffer`: there is more that is not as it should be. Throws where there is no route. */
export async function planRoutes(call: Call, ref: Ref): Promise<PlannedRoutes> {
  const { signal } = call;
  const found = await findFor(call, ref, "workspace:operate");
  const { workspace, cluster } = found;
  if (workspace.desired === "absent") throw beingDeleted(workspace);
  const { manifests, effective } = await composeRevision(call, found);
  const { provider } = cluster;
  const context = { workspace, namespace: workspace.namespace, facts: await cluster.facts(signal) };
  const wanted = provider.wantedRoute?.(effective.value, context) ?? null;
  if (!wanted) throw new PortalError("conflict", say("route/none", { name: workspace.name }));
  const [problem] = wanted.warnings;
  if (wanted.basePath === null && problem) throw new PortalError("cluster/rejected", problem);

  const observed = (await cluster.runtime().observe(refOf(workspace), signal)).manifests;
  const known = observed.filter((manifest) => provider.rules[manifest.kind] !== undefined);
  const { steps } = planChanges(manifests, known, provider.rules, "");
  const isRoute = (step: Step) => provider.rules[subject(step).kind]?.route === true;
  const routes = steps.filter(isRoute);
  return { workspace, cluster, routes, othersDiffer: steps.length > routes.length };
}

const subject = (step: Step) => (step.action === "delete" ? step.before : step.after);
