import { setTimeout as delay } from "node:timers/promises";
import type { JsonObject } from "@/lib/shared/json";
import { cause } from "@/lib/workspaces/cause";
import { labelKeys } from "../../../labels";
import type { Step } from "../../../plan";
import { checkDockerSafety } from "../../build/safety";
import type { ServiceAnswer } from "../../swarm/answers";
import { serviceRequest } from "../../swarm/service-request";
import { serviceSpec, type ServiceSpec } from "../../swarm/service-spec";
import type { ApplyContext } from "../apply-container";
import { causeError, engineText, refusedBy, statusOf, toPortalError } from "../errors";
import { secretId } from "./apply-secret";
import { prepareService } from "./prepare-service";
import type { Swarm } from "./swarm";

/** Longer than the grace time of a stop. */
const goneMilliseconds = 30_000;
const pauseMilliseconds = 100;
const updateAttempts = 5;

type Wish = { readonly name: string; readonly spec: ServiceSpec; readonly body: JsonObject };

/** One step on a service. To make and to change it are the same request after the same checks; every part may be repeated. */
export async function applyService(context: ApplyContext, swarm: Swarm, step: Step): Promise<void> {
  if (step.action === "delete") return remove(context, step.before.name);
  const { name, body } = step.after;
  const { safety, ref } = context;
  if (isStop(step)) return update(context, name, stopped, String(body.image));
  // Defence in depth: whoever made this manifest, the machines of the swarm stay closed.
  checkDockerSafety([{ kind: "Service", name, body }], { ...safety, ownVolume: ref.names.data });
  const spec = serviceSpec(body);
  const [image, secret] = await Promise.all([
    prepareService(context, swarm, spec),
    spec.secret === null ? null : secretId(context, spec.secret),
  ]);
  const wish = { name, spec, body: serviceRequest(name, spec, { secretId: secret, image }) };
  await (step.action === "create" ? create(context, wish) : update(context, name, () => wish.body, spec.image));
}

/** A stop must not fail for an image, a network or a folder that has gone meanwhile, so nothing else is asked of Swarm. */
const isStop = (step: Exclude<Step, { action: "delete" }>): boolean =>
  step.action !== "create" && step.after.body.running === false && step.changes.every(({ path }) => path === "running");

const stopped = ({ Spec }: ServiceAnswer): JsonObject =>
  JSON.parse(JSON.stringify({ ...Spec, Mode: { Replicated: { Replicas: 0 } } }));

async function create(context: ApplyContext, { name, spec, body }: Wish): Promise<void> {
  const { engine, signal } = context;
  const wish = { _body: body };
  try {
    await engine.raw((abortSignal) => engine.docker.createService({ ...wish, abortSignal }), signal, 60);
  } catch (error) {
    if (statusOf(error) !== 409) throw refusedBy(error, { image: spec.image, name }, "swarm/could-not-make-service");
    // One of ours was made by an attempt before this one; the next plan corrects what differs.
    const found = await inspect(context, name);
    if (found.Spec.Labels?.[labelKeys.workspaceId] !== context.ref.id) throw causeError(cause("name-in-use", { name }));
  }
}

/** Swarm wants the version that a change is made to, and answers 500 to a stale one: its own bookkeeping counts versions too. */
async function update(
  context: ApplyContext,
  name: string,
  bodyFor: (live: ServiceAnswer) => JsonObject,
  image: string,
): Promise<void> {
  const { engine, signal } = context;
  for (let attempt = 1; ; attempt++) {
    const live = await inspect(context, name);
    const { ID, Version } = live;
    try {
      // What is not named `_body` would be part of the address, which proxies write into their logs.
      const change = { _query: { version: Version.Index }, _body: bodyFor(live) };
      await engine.raw((abortSignal) => engine.docker.getService(ID).update({ ...change, abortSignal }), signal, 60);
      return;
    } catch (error) {
      if (attempt < updateAttempts && engineText(error).includes("out of sequence")) continue;
      throw refusedBy(error, { image, name }, "swarm/could-not-change-service");
    }
  }
}

const inspect = ({ engine, signal }: ApplyContext, name: string): Promise<ServiceAnswer> =>
  engine.call(
    "swarm/no-services",
    (abortSignal): Promise<ServiceAnswer> => engine.docker.getService(name).inspect({ abortSignal }),
    signal,
  );

/** Swarm forgets a service at once and ends its tasks afterwards; secret and volume can go only after those. */
async function remove(context: ApplyContext, name: string): Promise<void> {
  const { engine, signal } = context;
  try {
    await engine.raw((abortSignal) => engine.docker.getService(name).remove({ abortSignal }), signal);
  } catch (error) {
    if (statusOf(error) !== 404) throw toPortalError(error, "swarm/could-not-remove-service");
  }
  const deadline = performance.now() + goneMilliseconds;
  while ((await leftContainers(context, name)) > 0 && performance.now() < deadline) {
    await delay(pauseMilliseconds, undefined, { signal });
  }
}

/** Containers of tasks that ended long ago stay for a while: they are taken away here. Returns how many are left. */
async function leftContainers({ engine, ref, signal }: ApplyContext, name: string): Promise<number> {
  const filters = { label: [`${labelKeys.workspaceId}=${ref.id}`, `com.docker.swarm.service.name=${name}`] };
  const list = await engine.call(
    "engine/no-containers",
    (abortSignal) => engine.docker.listContainers({ all: true, filters, abortSignal }),
    signal,
  );
  const over = list.filter(({ State }) => ["exited", "dead", "created"].includes(State));
  await Promise.all(
    over.map(async ({ Id }) => {
      try {
        await engine.raw(() => engine.docker.getContainer(Id).remove({ force: true, v: true }), signal);
      } catch (error) {
        // 409: Swarm is at it.
        if (statusOf(error) !== 404 && statusOf(error) !== 409)
          throw toPortalError(error, "engine/could-not-remove-container");
      }
    }),
  );
  return list.length;
}
