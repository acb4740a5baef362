import type { IncomingMessage } from "node:http";
import http from "node:http";
import https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import { isPortalError } from "@/lib/shared/errors";
import { createCredentials, type Credentials } from "./credentials";
import { warningsOf } from "./warnings";
import { apiError, networkError, timeoutError, type ApiCall } from "./errors";

/** No answer within this time counts as unreachable. */
export const answerTimeout = 10_000;
/** A single answer larger than this is not ours: a list is read in pages. */
const largestAnswer = 64 * 1024 * 1024;

type ApiRequest = {
  readonly call: ApiCall;
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With query. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number;
  /** What the API server warns of although it does what was asked. */
  readonly onWarnings?: (warnings: readonly string[]) => void;
};

export type KubernetesClient = {
  /** Address of the API server, without credentials. */
  readonly server: string;
  /** Namespace of the kubeconfig's context. */
  readonly contextNamespace: string | null;
  /** The parsed answer of a successful call. Throws PortalError only. */
  readonly request: (request: ApiRequest) => Promise<unknown>;
  /** The body of a successful call as it comes: watches and logs. The time limit ends with the headers. */
  readonly stream: (request: ApiRequest) => Promise<IncomingMessage>;
  /** What a WebSocket needs: address, headers, TLS. */
  readonly credentials: () => Promise<Credentials>;
  readonly close: () => void;
};

/** Kubernetes' HTTP API over one keep-alive agent, with time limits everywhere. Credentials come from the kubeconfig. */
export function createClient(kubeConfig: KubeConfig): KubernetesClient {
  const cluster = kubeConfig.getCurrentCluster();
  const server = (cluster?.server ?? "").replace(/\/+$/, "");
  const transport = server.startsWith("https:") ? https : http;
  const agent = new transport.Agent({ keepAlive: true, keepAliveMsecs: 15_000, maxFreeSockets: 16 });
  const credentials = createCredentials(kubeConfig, agent);

  const send = async (request: ApiRequest, isRetry = false): Promise<IncomingMessage> => {
    const answer = await open(transport, server, request, await credentials.get());
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    if (status === 401 && !isRetry) {
      // A rotated token: what is kept for half a minute may have just expired.
      credentials.forget();
      answer.resume();
      return send(request, true);
    }
    throw apiError(status, parse(await readAll(answer, request)), request.call);
  };

  return {
    server,
    contextNamespace: kubeConfig.getContextObject(kubeConfig.getCurrentContext())?.namespace ?? null,
    credentials: credentials.get,
    stream: (request) => guarded(() => send(request)),
    request: (request) =>
      guarded(async () => {
        const answer = await send(request);
        request.onWarnings?.(warningsOf(answer));
        return parse(await readAll(answer, request));
      }),
    close: () => agent.destroy(),
  };
}

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw isPortalError(error) ? error : networkError(error);
  }
}

/** Resolves with the headers. A socket that the server closed while it was idle is tried once more on a new one. */
async function open(
  transport: typeof http | typeof https,
  server: string,
  request: ApiRequest,
  credentials: Credentials,
): Promise<IncomingMessage> {
  const first = await attempt(transport, server, request, credentials);
  return "stale" in first
    ? open(transport, server, request, { ...credentials, agent: new transport.Agent() })
    : first.answer;
}

type Attempt = { readonly answer: IncomingMessage } | { readonly stale: true };

function attempt(
  transport: typeof http | typeof https,
  server: string,
  request: ApiRequest,
  credentials: Credentials,
): Promise<Attempt> {
  const limit = request.timeout ?? answerTimeout;
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  return new Promise((resolve, reject) => {
    const outgoing = transport.request(
      `${server}${request.path}`,
      {
        ...credentials.tls,
        ...(credentials.agent ? { agent: credentials.agent } : {}),
        method: request.method,
        headers: {
          ...credentials.headers,
          accept: request.accept ?? "application/json",
          ...(body === undefined
            ? {}
            : { "content-type": request.contentType ?? "application/json", "content-length": Buffer.byteLength(body) }),
        },
        ...(request.signal ? { signal: request.signal } : {}),
      },
      (answer) => {
        clearTimeout(timer);
        resolve({ answer });
      },
    );
    const timer = setTimeout(() => outgoing.destroy(timeoutError(limit)), limit);
    outgoing.on("error", (error: Error & { code?: string }) => {
      clearTimeout(timer);
      if (outgoing.reusedSocket && error.code === "ECONNRESET") resolve({ stale: true });
      else reject(error);
    });
    outgoing.end(body);
  });
}

function readAll(answer: IncomingMessage, request: ApiRequest): Promise<string> {
  const limit = request.timeout ?? answerTimeout;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(() => answer.destroy(timeoutError(limit)), limit);
    answer.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > largestAnswer) answer.destroy(new Error("The answer is too large"));
    });
    answer.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    answer.on("error", reject);
    answer.on("close", () => {
      clearTimeout(timer);
      reject(new Error("The connection was closed in the middle of an answer"));
    });
  });
}

/** Proxies and broken servers answer with HTML or text: that is no Status, so its words are not shown. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
