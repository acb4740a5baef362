import http from "node:http";
import net from "node:net";
import type { Duplex } from "node:stream";
import { plain, say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { PortalError } from "@/lib/shared/errors";
import type { ContainerState } from "../inspect";
import type { Engine } from "./engine";
import { unreachableReason } from "./errors";

export type Endpoint = { readonly host: string; readonly port: number };

/** Longest wait for a connection to one address; beyond a bridge that the portal cannot reach packets vanish silently. */
const connectMilliseconds = 2000;

/**
 * Where a port of the workspace can be reached, best first: the container's own address when the engine is on this machine, and where
 * the port is published.
 */
export function endpointsOf(engine: Engine, state: ContainerState, port: number): readonly Endpoint[] {
  const direct = engine.local ? state.addresses.map((host) => ({ host, port })) : [];
  const published = port === state.port && state.published ? [publishedEndpoint(engine, state.published)] : [];
  return published.length > 0 && !engine.local ? [...published, ...direct] : [...direct, ...published];
}

/** A port published on every address, or on the loopback of an engine elsewhere, is found at the engine's host. */
function publishedEndpoint(engine: Engine, published: { readonly address: string; readonly port: number }): Endpoint {
  const everywhere = ["", "0.0.0.0", "::"].includes(published.address);
  const host = everywhere ? (engine.host.type === "socket" ? "127.0.0.1" : engine.host.host) : published.address;
  return { host, port: published.port };
}

/** A connection to the first endpoint that accepts one. */
export async function connectFirst(endpoints: readonly Endpoint[], port: number, signal: AbortSignal): Promise<Duplex> {
  let reason: Sayable = say("engine/not-published");
  for (const endpoint of endpoints) {
    try {
      return await connect(endpoint, connectMilliseconds, signal);
    } catch (error) {
      if (signal.aborted) break;
      reason = unreachableReason(error);
    }
  }
  throw new PortalError(
    "cluster/conflict",
    say("engine/port-unreachable", { port, reason: signal.aborted ? say("local/cancelled") : reason }),
  );
}

function connect(endpoint: Endpoint, milliseconds: number, signal?: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ ...endpoint, noDelay: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      socket.removeListener("error", fail);
    };
    const fail = (error: Error) => {
      settle();
      socket.destroy();
      reject(error);
    };
    const abort = () => fail(new Error("cancelled"));
    const timer = setTimeout(() => fail(timeout()), milliseconds);
    signal?.addEventListener("abort", abort, { once: true });
    socket.once("error", fail);
    socket.once("connect", () => {
      settle();
      resolve(socket);
    });
    if (signal?.aborted) abort();
  });
}

const timeout = (): Error => Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });

/** Milliseconds for the connection and for the first line of the answer. */
export type Patience = { readonly connect: number; readonly answer: number };

/**
 * Asks the server once: GET of `healthPath`, any status below 500 is ready; "" = a connection is enough (product, section 2).
 * Null when ready, else why not.
 */
export async function probe(
  endpoints: readonly Endpoint[],
  healthPath: string,
  patience: Patience,
): Promise<string | null> {
  let reason: string = plain("reason/unknown-address");
  for (const endpoint of endpoints) {
    try {
      const socket = await connect(endpoint, patience.connect);
      const found = healthPath === "" ? null : await ask(socket, endpoint, healthPath, patience.answer);
      socket.destroy();
      if (found === null) return null;
      reason = found;
    } catch (error) {
      reason = unreachableReason(error).message;
    }
  }
  return reason;
}

function ask(socket: net.Socket, endpoint: Endpoint, healthPath: string, milliseconds: number): Promise<string | null> {
  // Written as a browser would: what is encoded stays as it is, the rest becomes so.
  const { pathname, search } = new URL(`http://workspace${healthPath.startsWith("/") ? "" : "/"}${healthPath}`);
  return new Promise((resolve, reject) => {
    const request = http.get({
      ...endpoint,
      path: pathname + search,
      timeout: milliseconds,
      headers: { "user-agent": "berth-probe" },
      createConnection: () => socket,
    });
    request.on("response", ({ statusCode = 0 }) =>
      resolve(statusCode < 500 ? null : `${healthPath} answers ${statusCode}`),
    );
    request.on("timeout", () => request.destroy(timeout()));
    request.on("error", reject);
  });
}
