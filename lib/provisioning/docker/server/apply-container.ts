import { say, type PlainCode } from "@/lib/i18n/say";
import type { PortalError } from "@/lib/shared/errors";
import { equalJson } from "@/lib/shared/json";
import { cause } from "@/lib/workspaces/cause";
import { labelKeys } from "../../labels";
import type { Step } from "../../plan";
import type { RuntimeEvent, WorkspaceRef } from "../../provider";
import { checkDockerSafety, type SafetyContext } from "../build/safety";
import { containerSpec, type ContainerSpec } from "../container-spec";
import { createRequest, stopGraceSeconds, updateRequest } from "../engine-request";
import { replacementName } from "../labels";
import type { Engine } from "./engine";
import { causeError, engineText, refusedBy, statusOf, toPortalError } from "./errors";
import { prepare } from "./prepare";
import { pullImage } from "./pull";

export type ApplyContext = {
  readonly engine: Engine;
  readonly safety: SafetyContext;
  readonly ref: WorkspaceRef;
  readonly signal: AbortSignal;
  readonly tell: (reason: string, message: string, type?: RuntimeEvent["type"]) => void;
};

/**
 * One step on a container. Every part may be repeated, and the portal may die after each: what is then observed leads to a plan that goes
 * on. The volume is never touched here.
 */
export async function applyContainer(context: ApplyContext, step: Step): Promise<void> {
  const { ref } = context;
  switch (step.action) {
    case "create": {
      const spec = checked(context, step.after.body);
      await create(context, step.after.name, spec);
      if (spec.running) await start(context, step.after.name, spec);
      return;
    }
    case "update":
      return update(context, step.after.name, containerSpec(step.before.body), containerSpec(step.after.body));
    case "replace":
      return replace(context, step.after.name, checked(context, step.after.body));
    case "delete":
      await stop(context, step.before.name);
      await remove(context, step.before.name);
      if (step.before.name === ref.names.main) await remove(context, replacementName(ref.names.main));
  }
}

/** Defence in depth: whoever made this manifest, the engine's machine stays closed. */
function checked({ safety, ref }: ApplyContext, body: Parameters<typeof containerSpec>[0]): ContainerSpec {
  checkDockerSafety([{ kind: "Container", name: ref.names.main, body }], { ...safety, ownVolume: ref.names.data });
  return containerSpec(body);
}

async function create(context: ApplyContext, name: string, spec: ContainerSpec): Promise<void> {
  const { engine, signal, ref, tell } = context;
  await prepare(engine, spec, ref, context.safety, signal);
  const request = createRequest(name, spec);
  const attempt = () =>
    engine.raw((abortSignal) => engine.docker.createContainer({ ...request, abortSignal }), signal, 60);
  try {
    await attempt();
  } catch (error) {
    if (statusOf(error) === 409) return taken(context, name);
    if (!isImageMissing(error)) throw refused(error, context, spec, "engine/could-not-make-container");
    tell("Pulling", say("event/fetching", { image: spec.image }).message);
    await pullImage(engine, spec.image, signal);
    tell("Pulled", say("event/fetched", { image: spec.image }).message);
    try {
      await attempt();
    } catch (again) {
      if (statusOf(again) === 409) return taken(context, name);
      throw refused(again, context, spec, "engine/could-not-make-container");
    }
  }
  await joinNetworks(context, name, spec);
}

const isImageMissing = (error: unknown): boolean => statusOf(error) === 404 && /no such image/i.test(engineText(error));

/** A container of ours with that name was made by an attempt before this one; the next plan corrects what differs. */
async function taken({ engine, signal, ref }: ApplyContext, name: string): Promise<void> {
  const found = await engine.call(
    "engine/hides-container",
    (abortSignal) => engine.docker.getContainer(name).inspect({ abortSignal }),
    signal,
  );
  if (found.Config.Labels[labelKeys.workspaceId] !== ref.id) throw causeError(cause("name-in-use", { name }));
}

async function joinNetworks({ engine, signal }: ApplyContext, name: string, spec: ContainerSpec): Promise<void> {
  for (const network of spec.networks.slice(1)) {
    await engine.call(
      "engine/could-not-join-network",
      () => engine.docker.getNetwork(network).connect({ Container: name }),
      signal,
    );
  }
}

async function start(context: ApplyContext, name: string, spec: ContainerSpec): Promise<void> {
  const { engine, signal } = context;
  try {
    await engine.raw((abortSignal) => engine.docker.getContainer(name).start({ abortSignal }), signal, 60);
  } catch (error) {
    if (statusOf(error) !== 304) throw refused(error, context, spec, "engine/could-not-start-container");
  }
}

async function stop({ engine, signal }: ApplyContext, name: string): Promise<void> {
  try {
    await engine.raw(
      (abortSignal) => engine.docker.getContainer(name).stop({ t: stopGraceSeconds, abortSignal }),
      signal,
      stopGraceSeconds + 50,
    );
  } catch (error) {
    if (![304, 404].includes(statusOf(error) ?? 0)) throw toPortalError(error, "engine/could-not-stop-container");
  }
}

/** With its anonymous volumes: nobody could find them again. Named ones stay. */
async function remove({ engine, signal }: ApplyContext, name: string): Promise<void> {
  try {
    await engine.raw(() => engine.docker.getContainer(name).remove({ force: true, v: true }), signal, 60);
  } catch (error) {
    if (statusOf(error) !== 404) throw toPortalError(error, "engine/could-not-remove-container");
  }
}

async function update(context: ApplyContext, name: string, before: ContainerSpec, after: ContainerSpec): Promise<void> {
  const { engine, signal } = context;
  if (!equalJson(before.resources, after.resources)) {
    const totals = await engine.totals(signal);
    try {
      await engine.raw(
        (abortSignal) =>
          engine.docker.getContainer(name).update({ ...updateRequest(after.resources, totals), abortSignal }),
        signal,
      );
    } catch (error) {
      throw refused(error, context, after, "engine/could-not-change-limits");
    }
  }
  if (before.running === after.running) return;
  await (after.running ? start(context, name, after) : stop(context, name));
}

/**
 * The new container is complete under another name before the old one goes, so that an image that cannot be fetched costs nothing. Killed
 * before the old one is gone: both are observed, and the next plan replaces again. Killed after: only the new one is, under its other name,
 * and the next plan makes the right one and removes it.
 */
async function replace(context: ApplyContext, name: string, spec: ContainerSpec): Promise<void> {
  const { engine, signal } = context;
  const next = replacementName(name);
  await remove(context, next);
  await create(context, next, spec);
  await stop(context, name);
  await remove(context, name);
  await engine.call("engine/could-not-name-container", () => engine.docker.getContainer(next).rename({ name }), signal);
  if (spec.running) await start(context, name, spec);
}

const refused = (error: unknown, { ref }: ApplyContext, { image }: ContainerSpec, doing: PlainCode): PortalError =>
  refusedBy(error, { image, name: ref.names.main }, doing);
