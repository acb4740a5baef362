import http from "node:http";
import net from "node:net";
import type { Duplex } from "node:stream";
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
  let reason =
    "the engine is on another machine and the port is not published there; set the cluster's publish_address";
  for (const endpoint of endpoints) {
    try {
      return await connect(endpoint, signal);
    } catch (error) {
      if (signal.aborted) break;
      reason = unreachableReason(error);
    }
  }
  throw new PortalError(
    "cluster/conflict",
    `Port ${port} of the workspace cannot be reached: ${signal.aborted ? "cancelled" : reason}`,
  );
}

function connect(endpoint: Endpoint, signal: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ ...endpoint, noDelay: true });
    const fail = (error: Error) => {
      socket.destroy();
      signal.removeEventListener("abort", abort);
      reject(error);
    };
    const abort = () => fail(new Error("aborted"));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    socket.setTimeout(connectMilliseconds, () => fail(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.removeAllListeners("timeout");
      socket.removeListener("error", fail);
      signal.removeEventListener("abort", abort);
      resolve(socket);
    });
  });
}

/**
 * Asks the server once: GET of `healthPath`, any status below 500 is ready; "" = a connection is enough (product, section 2).
 * Null when ready, else why not.
 */
export async function probe(
  endpoints: readonly Endpoint[],
  healthPath: string,
  milliseconds: number,
): Promise<string | null> {
  let reason = "its address is not known";
  for (const endpoint of endpoints) {
    const found =
      healthPath === "" ? await probeTcp(endpoint, milliseconds) : await probeHttp(endpoint, healthPath, milliseconds);
    if (found === null) return null;
    reason = found;
  }
  return reason;
}

async function probeTcp(endpoint: Endpoint, milliseconds: number): Promise<string | null> {
  try {
    (await connect(endpoint, AbortSignal.timeout(milliseconds))).destroy();
    return null;
  } catch (error) {
    return unreachableReason(error);
  }
}

function probeHttp(endpoint: Endpoint, path: string, milliseconds: number): Promise<string | null> {
  return new Promise((resolve) => {
    const request = http.get(
      {
        ...endpoint,
        path: encodeURI(path),
        agent: false,
        timeout: milliseconds,
        headers: { "user-agent": "berth-probe" },
      },
      (answer) => {
        const status = answer.statusCode ?? 0;
        answer.destroy();
        resolve(status < 500 ? null : `${path} answers ${status}`);
      },
    );
    request.on("timeout", () => request.destroy(Object.assign(new Error("timeout"), { code: "ETIMEDOUT" })));
    request.on("error", (error) => resolve(unreachableReason(error)));
  });
}
