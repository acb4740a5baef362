import WebSocket from "ws";
import { apiError, networkError, timeoutError, type ApiCall } from "./errors";
import { answerTimeout, type KubernetesClient } from "./client";

/** Largest message that a kubelet sends is one buffer of 32 KiB; this is room to spare. */
const largestMessage = 1024 * 1024;

/** A WebSocket to the API server, open. Throws PortalError. */
export async function openSocket(
  client: KubernetesClient,
  path: string,
  protocols: readonly string[],
  call: ApiCall,
  signal: AbortSignal,
): Promise<WebSocket> {
  const { headers, tls, agent } = await client.credentials();
  const socket = new WebSocket(`${client.server.replace(/^http/, "ws")}${path}`, [...protocols], {
    headers: { ...headers },
    ...tls,
    ...(agent ? { agent } : {}),
    handshakeTimeout: answerTimeout,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    const abort = () => socket.terminate();
    signal.addEventListener("abort", abort, { once: true });
    socket.once("open", () => {
      signal.removeEventListener("abort", abort);
      resolve(socket);
    });
    socket.once("unexpected-response", (_request, answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text = `${text}${chunk}`.slice(0, 10_000)));
      answer.once("close", () => {
        reject(apiError(answer.statusCode ?? 0, parse(text), call));
        socket.terminate();
      });
    });
    socket.on("error", (error) => {
      signal.removeEventListener("abort", abort);
      reject(/handshake has timed out/.test(error.message) ? timeoutError(answerTimeout) : networkError(error));
    });
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, not the API's Status: its words are not shown.
    return null;
  }
}
