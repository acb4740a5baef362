import { Duplex } from "node:stream";
import WebSocket from "ws";
import { getIn, isObject } from "@/lib/shared/json";
import type { ExecOptions, ExecSession } from "../../provider";
import { objectPath, relatedKinds } from "../kinds";
import { numberAt, stringAt } from "../pod-state";
import type { KubernetesClient } from "./client";
import { openSocket } from "./socket";

/** First byte of every frame (remotecommand, v4 and v5). */
const channel = { stdin: 0, stdout: 1, stderr: 2, status: 3, resize: 4, close: 255 } as const;

/** Frames wait in the socket beyond this: the writer is told to pause. */
const highWater = 1024 * 1024;

/** Runs a command in the main container. Without a tty both outputs come through the one stream. */
export async function execIn(
  client: KubernetesClient,
  pod: { readonly namespace: string; readonly name: string; readonly main: string },
  options: ExecOptions,
  signal: AbortSignal,
): Promise<ExecSession> {
  const query = new URLSearchParams({
    container: pod.main,
    stdin: "true",
    stdout: "true",
    tty: String(options.tty),
  });
  if (!options.tty) query.set("stderr", "true");
  for (const argument of options.command) query.append("command", argument);
  const call = { verb: "get", resource: "pods/exec", namespace: pod.namespace, name: pod.name };
  const path = `${objectPath(relatedKinds.Pod, pod.namespace, pod.name)}/exec?${query}`;
  const socket = await openSocket(client, path, ["v5.channel.k8s.io", "v4.channel.k8s.io"], call, signal);

  const send = (kind: number, data: Buffer): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(Buffer.concat([Buffer.from([kind]), data]));
  };
  const stream = new Duplex({
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, callback) => {
      send(channel.stdin, chunk);
      afterDrain(socket, callback);
    },
    final: (callback) => {
      if (socket.protocol === "v5.channel.k8s.io") send(channel.close, Buffer.from([channel.stdin]));
      callback();
    },
    destroy: (error, callback) => {
      socket.terminate();
      callback(error);
    },
  });
  const done = new Promise<number | null>((resolve) => {
    socket.on("message", (data) => {
      const frame = bufferOf(data);
      if (frame[0] === channel.stdout || frame[0] === channel.stderr) {
        if (frame.length > 1 && !stream.push(frame.subarray(1))) socket.pause();
      } else if (frame[0] === channel.status) {
        resolve(exitCode(frame.subarray(1)));
      }
    });
    socket.on("close", () => {
      resolve(null);
      stream.push(null);
    });
  });
  const close = () => socket.terminate();
  signal.addEventListener("abort", close, { once: true });
  socket.on("close", () => signal.removeEventListener("abort", close));
  const resize = (cols: number, rows: number): Promise<void> => {
    send(channel.resize, Buffer.from(JSON.stringify({ Width: cols, Height: rows })));
    return Promise.resolve();
  };
  if (options.tty) await resize(options.cols, options.rows);
  return { stream, resize, done, close };
}

/** The socket has no drain event of its own: its buffer is looked at until there is room. */
export function afterDrain(socket: WebSocket, callback: () => void): void {
  if (socket.bufferedAmount < highWater || socket.readyState !== WebSocket.OPEN) callback();
  else setTimeout(() => afterDrain(socket, callback), 10);
}

export function bufferOf(data: WebSocket.RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/** The last frame is a Status: Success is 0, NonZeroExitCode names the code in a cause. */
function exitCode(text: Buffer): number | null {
  const status: unknown = parse(text.toString("utf8"));
  if (stringAt(status, "status") === "Success") return 0;
  const causes = getIn(status, ["details", "causes"]);
  const found = Array.isArray(causes)
    ? causes.filter(isObject).find((entry) => entry.reason === "ExitCode")
    : undefined;
  const code = Number(stringAt(found, "message") ?? Number.NaN);
  if (Number.isInteger(code)) return code;
  return numberAt(status, "code") === null ? null : 126;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off in the middle: the code is not known.
    return null;
  }
}
