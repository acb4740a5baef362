import { realpath } from "node:fs/promises";
import { say } from "@/lib/i18n/say";
import { faultError, PortalError } from "@/lib/shared/errors";
import { cause } from "@/lib/workspaces/cause";
import { labelKeys, managedBy } from "../../labels";
import type { WorkspaceRef } from "../../provider";
import { bindRefusal, checkDockerSafety, type SafetyContext } from "../build/safety";
import type { ContainerSpec } from "../container-spec";
import { sharedNetwork } from "../labels";
import type { Engine } from "./engine";
import { causeError, statusOf, toPortalError } from "./errors";

/** Checks and makes what a container refers to. The first part of it can only be asked of the engine, so the builder cannot do it. */
export async function prepare(
  engine: Engine,
  spec: ContainerSpec,
  ref: WorkspaceRef,
  safety: SafetyContext,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all([
    ...spec.mounts.map((mount) =>
      mount.type === "bind"
        ? checkBind(engine, mount.source, safety)
        : mount.source === ref.names.data
          ? undefined
          : checkVolume(engine, mount.source, ref, safety, signal),
    ),
    ...spec.networks.map((name) =>
      name === sharedNetwork
        ? ensureNetwork(engine, { name, scope: "local" }, signal)
        : checkNetwork(engine, name, signal),
    ),
  ]);
}

/**
 * A folder that workspaces may write to can be given a symbolic link to any other place, and the engine follows it. Only an engine on this
 * machine can be checked; elsewhere bind roots should not be writable for workspaces.
 */
async function checkBind(engine: Engine, source: string, safety: SafetyContext): Promise<void> {
  if (!engine.local) return;
  let real: string;
  try {
    real = await realpath(source);
  } catch {
    return; // not there, or not to be seen from here: the engine itself says so
  }
  const roots = await Promise.all(safety.bindRoots.map((root) => realpath(root).catch(() => root)));
  const reason = real === source ? null : bindRefusal(real, { ...safety, bindRoots: [...safety.bindRoots, ...roots] });
  if (reason !== null) throw new PortalError("policy/denied", say("safety/link", { source, reason }));
}

/** Volumes beside the workspace's own: not those of another workspace, and not one that is a bind mount in disguise. */
async function checkVolume(
  engine: Engine,
  name: string,
  ref: WorkspaceRef,
  safety: SafetyContext,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { Driver, Options, Labels } = await engine.raw(
      (abortSignal) => engine.docker.getVolume(name).inspect({ abortSignal }),
      signal,
    );
    const owner = Labels?.[labelKeys.workspaceId];
    if (owner !== undefined && owner !== ref.id)
      throw faultError("policy/denied", {
        path: `container_config.volumes["${name}"]`,
        ...say("safety/foreign-workspace-volume"),
      });
    // Also where that folder is open to workspaces: a policy that denies host paths sees the name of a volume only.
    const device = Options?.device;
    if (device?.startsWith("/"))
      throw faultError("policy/denied", {
        path: `container_config.volumes["${name}"]`,
        ...say("safety/volume-is-folder", { device }),
      });
    checkDockerSafety([{ kind: "Volume", name, body: { driver: Driver, driver_opts: Options ?? {} } }], safety);
  } catch (error) {
    if (statusOf(error) !== 404) throw toPortalError(error, "engine/hides-volume"); // absent: the engine makes it
  }
}

async function checkNetwork(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
  try {
    await engine.raw(() => engine.docker.getNetwork(name).inspect(), signal);
  } catch (error) {
    throw statusOf(error) === 404
      ? causeError(cause("network-not-found", { network: name }))
      : toPortalError(error, "engine/hides-network");
  }
}

/**
 * The bridge that workspaces share. Containers on it do not reach each other: a workspace is opened through the portal, which checks rights.
 * One of scope `swarm` is a bridge on each node. The engine answers 409 when it is there.
 */
export async function ensureNetwork(
  engine: Engine,
  { name, scope }: { readonly name: string; readonly scope: "local" | "swarm" },
  signal: AbortSignal,
): Promise<void> {
  try {
    await engine.raw(
      (abortSignal) =>
        engine.docker.createNetwork({
          Name: name,
          CheckDuplicate: true,
          Driver: "bridge",
          Scope: scope,
          Labels: { [labelKeys.managedBy]: managedBy },
          Options: { "com.docker.network.bridge.enable_icc": "false" },
          abortSignal,
        }),
      signal,
    );
  } catch (error) {
    if (statusOf(error) !== 409) throw toPortalError(error, "engine/could-not-make-network");
  }
}
