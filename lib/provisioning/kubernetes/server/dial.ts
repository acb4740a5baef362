import net from "node:net";
import { Duplex } from "node:stream";
import WebSocket from "ws";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { objectPath, relatedKinds } from "../kinds";
import type { KubernetesClient } from "./client";
import { afterDrain, bufferOf } from "./exec";
import { openSocket } from "./socket";

/** A pod network that is reachable answers in milliseconds; where it is not, packets vanish. */
const directTimeout = 400;
const openedTimeout = 5_000;
/** How long a cluster counts as not directly reachable after a try. */
const indirectFor = 5 * 60_000;

type DialTarget = { readonly namespace: string; readonly name: string; readonly ip: string | null };

type Dialer = (pod: DialTarget, port: number, signal: AbortSignal) => Promise<Duplex>;

/** Dials pods directly where that works, else by port-forward; remembers which for the cluster. */
export function createDialer(client: KubernetesClient): Dialer {
  let works = false;
  let indirectUntil = 0;
  return async (pod, port, signal) => {
    if (pod.ip !== null && isPodAddress(pod.ip) && Date.now() > indirectUntil) {
      const tried = await connectTo(pod.ip, port, works ? openedTimeout : directTimeout, signal);
      if (typeof tried !== "string") {
        works = true;
        return tried;
      }
      if (tried === "ECONNREFUSED") throw notListening(port);
      if (signal.aborted) throw new PortalError("cluster/unreachable", say("api/given-up"));
      works = false;
      indirectUntil = Date.now() + indirectFor;
    }
    return forward(client, pod, port, signal);
  };
}

const notListening = (port: number): PortalError =>
  new PortalError("cluster/unreachable", say("api/nobody-listens", { port }));

/** The address comes from the cluster: it must not lead to the portal's own machine or its neighbours' metadata services. */
export function isPodAddress(ip: string): boolean {
  if (net.isIPv6(ip)) return !/^(::1?$|fe[89ab]|ff|::ffff:)/i.test(ip);
  return net.isIPv4(ip) && !/^(0|127|22[4-9]|23\d|2[45]\d)\.|^169\.254\./.test(ip);
}

/** The socket, or the error's code. */
function connectTo(ip: string, port: number, timeout: number, signal: AbortSignal): Promise<net.Socket | string> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: ip, port, noDelay: true });
    const fail = (code: string) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      socket.destroy();
      resolve(code);
    };
    const abort = () => fail("ABORTED");
    const failed = (error: NodeJS.ErrnoException) => fail(error.code ?? "FAILED");
    const timer = setTimeout(() => fail("ETIMEDOUT"), timeout);
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", failed);
    socket.once("connect", () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      socket.off("error", failed);
      resolve(socket);
    });
  });
}

/** One TCP connection through the API server: channel 0 is data, channel 1 errors, each begins with the port's number. */
async function forward(client: KubernetesClient, pod: DialTarget, port: number, signal: AbortSignal): Promise<Duplex> {
  const path = `${objectPath(relatedKinds.Pod, pod.namespace, pod.name)}/portforward?ports=${port}`;
  const call = { verb: "get", resource: "pods/portforward", namespace: pod.namespace, name: pod.name };
  const socket = await openSocket(client, path, ["v4.channel.k8s.io"], call, signal);
  const opened = new Set<number>();
  const stream: Duplex = new Duplex({
    allowHalfOpen: false,
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, callback) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(Buffer.concat([Buffer.from([0]), chunk]));
      afterDrain(socket, callback);
    },
    final: (callback) => {
      socket.close();
      callback();
    },
    destroy: (error, callback) => {
      socket.terminate();
      callback(error);
    },
  });
  socket.on("message", (data) => {
    const frame = bufferOf(data);
    const number = frame[0] ?? 0;
    const content = frame.subarray(opened.has(number) ? 1 : 3);
    opened.add(number);
    if (content.length === 0) return;
    if (number === 0 && !stream.push(content)) socket.pause();
    if (number === 1) stream.destroy(notListening(port));
  });
  socket.on("close", () => stream.push(null));
  return stream;
}
