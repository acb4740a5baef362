import { setMaxListeners } from "node:events";
import type Docker from "dockerode";
import { say, type PlainCode } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { ClusterConfig } from "../../provider";
import { hostText, isLoopback, parseDockerHost, type DockerHost } from "../docker-host";
import type { EngineTotals } from "../inspect";
import { toPortalError } from "./errors";

/** Seconds that a call may take unless it says otherwise. */
const callSeconds = 20;

/** One engine: its client, where it is, and the only way to call it. */
export type Engine = {
  readonly docker: Docker;
  readonly host: DockerHost;
  /** On this machine: containers' addresses and host paths can be looked at from here. */
  readonly local: boolean;
  /** Runs one call with a deadline; every failure becomes a PortalError whose text begins with "The Docker engine <doing>". */
  readonly call: <T>(
    doing: PlainCode,
    run: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
    seconds?: number,
  ) => Promise<T>;
  /** Like `call`, but gives the engine's own error to those who look into it. */
  readonly raw: <T>(run: (signal: AbortSignal) => Promise<T>, signal: AbortSignal, seconds?: number) => Promise<T>;
  /** Of its machine; asked once. */
  readonly totals: (signal: AbortSignal) => Promise<EngineTotals>;
};

export async function openEngine(config: ClusterConfig): Promise<Engine> {
  const { options, credentials } = config;
  const host = parseDockerHost(
    text(options.host) ?? "",
    options.tls_verify === true || text(credentials.cert) !== undefined,
  );
  const { default: Client } = await import("dockerode");
  const docker = new Client(clientOptions(host, credentials));
  const raw: Engine["raw"] = (run, signal, seconds = callSeconds) => withDeadline(run, signal, seconds);
  const call: Engine["call"] = async (doing, run, signal, seconds) => {
    try {
      return await raw(run, signal, seconds);
    } catch (error) {
      throw toPortalError(error, doing);
    }
  };
  let known: EngineTotals | null = null;
  return {
    docker,
    host,
    local: host.type === "socket" || isLoopback(host.host),
    call,
    raw,
    totals: async (signal) => {
      const totals = known ?? readTotals(await call("engine/no-size", () => docker.info(), signal));
      known = totals;
      return totals;
    },
  };
}

function clientOptions(host: DockerHost, credentials: JsonObject): Docker.DockerOptions {
  if (host.type === "socket") return { socketPath: host.path };
  if (!host.tls) return { host: host.host, port: host.port, protocol: "http" };
  const [ca, cert, key] = [text(credentials.ca), text(credentials.cert), text(credentials.key)];
  if ((cert === undefined) !== (key === undefined)) {
    throw new PortalError("document/invalid", say("engine/certificate-needs-key"));
  }
  return {
    host: host.host,
    port: host.port,
    protocol: "https",
    ...(ca ? { ca } : {}),
    ...(cert && key ? { cert, key } : {}),
  };
}

function readTotals(info: unknown): EngineTotals {
  if (isObject(info) && typeof info.NCPU === "number" && typeof info.MemTotal === "number")
    return { cpus: info.NCPU, memory: info.MemTotal };
  throw new PortalError("cluster/unreachable", say("engine/is-none"));
}

async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  seconds: number,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  // One signal serves many calls at a time; Node takes more than ten listeners for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(() => controller.abort(), seconds * 1000);
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () =>
      reject(
        new PortalError(
          "cluster/unreachable",
          signal.aborted ? say("engine/cancelled") : say("engine/too-slow", { seconds }),
        ),
      ),
    );
  });
  try {
    return await Promise.race([run(controller.signal), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

export const addressOf = (engine: Engine): string => hostText(engine.host);

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
