import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn } from "@/lib/shared/json";
import type { Cause } from "@/lib/workspaces/cause";
import { causeTable } from "@/lib/workspaces/cause";
import type { ClusterConfig, ClusterRuntime, RuntimeEvent, WatchChange, WorkspaceRef } from "../../provider";
import type { Step } from "../../plan";
import type { SafetyContext } from "../build/safety";
import { defaultSocket, isLoopback } from "../docker-host";
import type { ContainerState } from "../inspect";
import type { Readiness } from "../judge-running";
import { alone } from "./alone";
import { applyContainer, type ApplyContext } from "./apply-container";
import { applyVolume } from "./apply-volume";
import { openEngine, type Engine } from "./engine";
import { toPortalError } from "./errors";
import { openExec } from "./exec";
import { foreignOf, type Look, type Names } from "./look";
import { createMemory } from "./memory";
import type { Mode } from "./mode";
import { connectFirst, endpointsOf, probe } from "./reach";
import { createReadinessChecks } from "./readiness";
import { createSampler } from "./sample";
import { applySecret } from "./swarm/apply-secret";
import { applyService } from "./swarm/apply-service";
import { inSwarm } from "./swarm/in-swarm";
import { createSwarm, type Swarm } from "./swarm/swarm";
import { findUnmanaged } from "./unmanaged";
import { watchEngine } from "./watch";

/**
 * A Docker engine or a swarm as a cluster. `options`: `host` (DOCKER_HOST), `tls_verify`, `swarm`, `bind_roots` (list of paths),
 * `publish_address`; `credentials`: `ca`, `cert`, `key` (PEM). Makes no request: an engine that is away is found by the first call, and by `watch`.
 */
export async function connectDocker(config: ClusterConfig): Promise<ClusterRuntime> {
  const engine = await openEngine(config);
  const safety = safetyOf(config, engine);
  const publish = publishAddress(config, engine);
  const swarm = config.options.swarm === true ? createSwarm(engine) : null;
  const mode = swarm ? inSwarm(swarm, publish) : alone(engine, publish);
  const memory = createMemory();
  const closed = new AbortController();
  const listeners = new Set<(change: WatchChange) => void>();
  const changed = (workspaceId: string) =>
    listeners.forEach((listener) => listener({ type: "workspace", workspaceId }));
  const readiness = createReadinessChecks(engine, changed);
  const refresh = createRefresh(mode, memory, readiness, changed, closed.signal);

  const readinessOf = (workspaceId: string, state: ContainerState | null): Readiness | null =>
    state && readiness.of(workspaceId, state);
  const probeNow = async (workspaceId: string, state: ContainerState | null): Promise<Readiness | null> => {
    const known = readinessOf(workspaceId, state);
    if (known || state?.status !== "running") return known;
    const reason = await probe(endpointsOf(engine, state, state.port), state.health_path, observePatience);
    return { ready: reason === null, was_ready: reason === null, reason };
  };
  const learn = (ref: WorkspaceRef) => memory.learnNames(ref.id, namesOf(ref));
  const look = (ref: WorkspaceRef, signal: AbortSignal) => mode.look(ref.id, namesOf(ref), signal);

  return {
    observe: async (ref, signal) => {
      learn(ref);
      const seen = await look(ref, signal);
      return memory.observation(ref.id, seen, await probeNow(ref.id, seen.state));
    },
    recall: (workspaceId) => {
      const state = memory.look(workspaceId)?.state ?? null;
      return memory.recall(workspaceId, readinessOf(workspaceId, state));
    },
    apply: async (step, ref, signal) => {
      learn(ref);
      memory.refuse(ref.id, null);
      const tell = (reason: string, message: string, type: RuntimeEvent["type"] = "normal") => {
        memory.addEvent(ref.id, {
          at: new Date().toISOString(),
          type,
          reason,
          message,
          object: `${swarm ? "Service" : "Container"}/${ref.names.main}`,
          count: 1,
        });
        changed(ref.id);
      };
      try {
        await applyStep({ engine, safety, ref, signal, tell }, swarm, step);
      } catch (error) {
        const failure = toPortalError(error, "engine/just-failed");
        const cause = causeIn(failure);
        if (cause) {
          memory.refuse(ref.id, cause);
          tell("Refused", cause.summary, "warning");
        }
        throw failure;
      } finally {
        mode.stir?.();
        // Volumes have no labels in the engine's events. A look that fails is the watch's business.
        if (listeners.size > 0) void refresh(ref.id).catch(() => undefined);
      }
    },
    watch: async (listener, signal) => {
      listeners.add(listener);
      const both = AbortSignal.any([signal, closed.signal]);
      both.addEventListener("abort", () => {
        listeners.delete(listener);
        if (listeners.size === 0) readiness.close();
      });
      await watchEngine({ engine, mode, memory, refresh, listener }, both);
    },
    logs: mode.logs,
    exec: async (ref, options, signal) => {
      const place = await mode.place(ref, signal);
      if (!place) throw new PortalError("cluster/conflict", say("engine/not-running", { name: ref.name }));
      return openExec(engine, place.container, { ...options, command: place.command(options.command) }, signal);
    },
    dial: async (ref, port, signal) => {
      const state = memory.look(ref.id)?.state ?? (await look(ref, signal)).state;
      if (state?.status !== "running")
        throw new PortalError("cluster/conflict", say("engine/not-running", { name: ref.name }));
      return connectFirst(endpointsOf(engine, state, port), port, signal);
    },
    sample: createSampler(engine, mode.place),
    facts: async (signal) => ({
      bind_roots: safety.bindRoots,
      sockets: safety.sockets,
      publish,
      ...(await mode.facts(signal)),
    }),
    learn: async (refs) => {
      refs.forEach(learn);
      await Promise.all(refs.map(({ id }) => refresh(id)));
    },
    ...(swarm ? {} : { unmanaged: (signal: AbortSignal) => findUnmanaged(engine, signal) }),
    capacity: mode.capacity,
    health: mode.health,
    close: async () => {
      closed.abort();
      readiness.close();
    },
  };
}

const namesOf = ({ names }: WorkspaceRef): Names => ({
  main: names.main,
  data: names.data,
  adopted: foreignOf(names),
});

/** For a look without a watch, which is waited for. */
const observePatience = { connect: 300, answer: 500 };

function applyStep(context: ApplyContext, swarm: Swarm | null, step: Step): Promise<void> {
  const { kind } = step.action === "delete" ? step.before : step.after;
  if (kind === "Volume") return applyVolume(context.engine, step, context.ref, context.signal);
  if (kind === "Container") return applyContainer(context, step);
  if (swarm && kind === "Service") return applyService(context, swarm, step);
  if (swarm && kind === "Secret") return applySecret(context, step);
  throw new Error(`Docker has no objects of kind ${kind}`);
}

/**
 * One look at a time for each workspace; what happens meanwhile leads to one more. Rejects when the engine cannot be asked: the watch then
 * connects anew and looks at everything.
 */
function createRefresh(
  mode: Mode,
  memory: ReturnType<typeof createMemory>,
  readiness: ReturnType<typeof createReadinessChecks>,
  changed: (workspaceId: string) => void,
  signal: AbortSignal,
): (workspaceId: string) => Promise<void> {
  const running = new Map<string, { again: boolean }>();
  const lookOnce = async (workspaceId: string): Promise<void> => {
    const names = memory.names(workspaceId);
    if (!names) return;
    const seen: Look = await mode.look(workspaceId, names, signal);
    readiness.follow(workspaceId, seen.state);
    if (memory.see(workspaceId, seen)) changed(workspaceId);
  };
  return async (workspaceId) => {
    const present = running.get(workspaceId);
    if (present) {
      present.again = true;
      return;
    }
    const turn = { again: true };
    running.set(workspaceId, turn);
    try {
      while (turn.again && !signal.aborted) {
        turn.again = false;
        await lookOnce(workspaceId);
      }
    } finally {
      running.delete(workspaceId);
    }
  };
}

function safetyOf(config: ClusterConfig, engine: Engine): SafetyContext & { readonly sockets: readonly string[] } {
  const { bind_roots: roots } = config.options;
  return {
    bindRoots: Array.isArray(roots) ? roots.filter((root) => typeof root === "string") : [],
    sockets: engine.host.type === "socket" ? [engine.host.path] : [defaultSocket],
  };
}

/**
 * Where workspaces' ports are published so that the portal reaches them; null: nowhere, it dials containers' own addresses, which works on
 * the engine's own Linux machine. Elsewhere loopback of the engine's machine (which serves through a tunnel) unless the cluster names an address.
 */
function publishAddress(config: ClusterConfig, engine: Engine): string | null {
  const { publish_address: address, swarm } = config.options;
  // A swarm publishes on every address or not at all.
  if (swarm === true) return typeof address === "string" && address !== "" ? "0.0.0.0" : null;
  if (typeof address === "string" && address !== "") return address;
  const own = process.platform === "linux" && (engine.host.type === "socket" || isLoopback(engine.host.host));
  return own ? null : "127.0.0.1";
}

function causeIn(error: PortalError): Cause | null {
  const found = getIn(error.options.details, ["cause"]);
  return isCause(found) ? found : null;
}

const isCause = (value: unknown): value is Cause => {
  const code = getIn(value, ["code"]);
  return typeof code === "string" && Object.hasOwn(causeTable, code);
};
