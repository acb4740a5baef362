import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject } from "@/lib/shared/json";
import { cause } from "@/lib/workspaces/cause";
import { labelKeys } from "../../labels";
import type { Step } from "../../plan";
import type { WorkspaceRef } from "../../provider";
import type { Engine } from "./engine";
import { causeError, statusOf, toPortalError } from "./errors";

/** One step on a volume. Creating one that is there is nothing, unless it is somebody else's; deleting one that is gone is nothing. */
export async function applyVolume(engine: Engine, step: Step, ref: WorkspaceRef, signal: AbortSignal): Promise<void> {
  switch (step.action) {
    case "create":
      return createVolume(engine, step, ref, signal);
    case "delete":
      return removeVolume(engine, step.before.name, signal);
    default:
      throw new PortalError("cluster/rejected", say("engine/volume-driver", { name: step.after.name }));
  }
}

async function createVolume(
  engine: Engine,
  step: Step & { action: "create" },
  ref: WorkspaceRef,
  signal: AbortSignal,
): Promise<void> {
  const { name, body } = step.after;
  await engine.call(
    "engine/could-not-make-volume",
    (abortSignal) =>
      engine.docker.createVolume({
        Name: name,
        Driver: String(body.driver),
        DriverOpts: texts(body.driver_opts),
        Labels: texts(body.labels),
        abortSignal,
      }),
    signal,
  );
  // The engine answers 201 for a volume that was there before.
  const found = await engine.call(
    "engine/hides-volume",
    (abortSignal) => engine.docker.getVolume(name).inspect({ abortSignal }),
    signal,
  );
  if (found.Labels?.[labelKeys.workspaceId] !== ref.id) throw causeError(cause("name-in-use", { name }));
}

async function removeVolume(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.raw((abortSignal) => engine.docker.getVolume(name).remove({ abortSignal }), signal);
  } catch (error) {
    if (statusOf(error) !== 404) throw toPortalError(error, "engine/could-not-remove-volume");
  }
}

const texts = (value: unknown): Record<string, string> =>
  isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)])) : {};
