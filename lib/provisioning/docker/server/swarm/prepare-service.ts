import { say } from "@/lib/i18n/say";
import { faultError } from "@/lib/shared/errors";
import { swarmNetwork } from "../../labels";
import type { Known } from "../../swarm/service-request";
import type { ServiceSpec } from "../../swarm/service-spec";
import type { ApplyContext } from "../apply-container";
import { statusOf, toPortalError } from "../errors";
import { ensureNetwork, prepare } from "../prepare";
import { pullImage } from "../pull";
import type { Swarm } from "./swarm";

/**
 * Checks and makes what a service refers to, and fetches its image, so that what cannot be had is told at once and costs the running task
 * nothing. On another node neither can be looked at: what cannot be checked there is refused.
 */
export async function prepareService(context: ApplyContext, swarm: Swarm, spec: ServiceSpec): Promise<Known["image"]> {
  const { engine, ref, safety, signal } = context;
  const here = spec.constraints.includes(`node.id==${await swarm.here(signal)}`);
  if (!here) {
    const foreign = spec.mounts.find((mount) => mount.type === "volume" && mount.source !== ref.names.data);
    if (foreign) throw faultError("policy/denied", unseen(foreign.source));
  }
  await prepare(
    engine,
    { ...spec, networks: spec.networks.filter((name) => name !== swarmNetwork) },
    ref,
    safety,
    signal,
  );
  await ensureNetwork(engine, { name: swarmNetwork, scope: "swarm" }, signal);
  const wanted = spec.running && (here || spec.secret !== null);
  return (await readImage(context, spec.image)) ?? (wanted ? await fetchImage(context, spec.image) : none);
}

const unseen = (source: string) => ({
  path: `container_config.volumes["${source}"]`,
  ...say("safety/volume-elsewhere"),
});

const none: Known["image"] = { entrypoint: [], command: [] };

async function fetchImage(context: ApplyContext, image: string): Promise<Known["image"]> {
  context.tell("Pulling", say("event/fetching", { image }).message);
  await pullImage(context.engine, image, context.signal);
  context.tell("Pulled", say("event/fetched", { image }).message);
  return (await readImage(context, image)) ?? none;
}

/** Null: this node does not have it. */
async function readImage({ engine, signal }: ApplyContext, image: string): Promise<Known["image"] | null> {
  try {
    const { Config } = await engine.raw(() => engine.docker.getImage(image).inspect(), signal);
    return { entrypoint: words(Config.Entrypoint), command: words(Config.Cmd) };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw toPortalError(error, "engine/hides-image");
  }
}

const words = (value: string | readonly string[] | null | undefined): readonly string[] =>
  typeof value === "string" ? [value] : (value ?? []);
