import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { problem } from "@/lib/server/problem";
import { requestIdOf } from "@/lib/server/request-id";

const compress = promisify(gzip);

/** As Next calls a route handler: web standards, with the variable parts of the path. */
type Handler = (request: Request, context: { readonly params: Promise<Record<string, string>> }) => unknown;

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];
const isMethod = (text: string): text is Method => (methods as readonly string[]).includes(text);

export type RouteModule = { readonly [method in Method]?: Handler };

const root = "/api/v1/";

/** Below this, compressing costs more than it saves. */
const compressFrom = 8 * 1024;

type Entry = { readonly parts: readonly string[]; readonly module: RouteModule };

/** `[name]` stands for any one part of the path. */
const variableOf = (part: string): string | undefined => /^\[(\w+)\]$/.exec(part)?.[1];

/**
 * Answers `/api/v1/…` by the route modules that Next has too, without the way through its router, which costs more than most answers do
 * (docs/decisions/0006-rest-beside-next.md). Keys are paths below `app/api/v1`. False: another path.
 */
export function createDispatcher(table: Readonly<Record<string, RouteModule>>, address: string) {
  const entries = Object.entries(table).map(([path, module]): Entry => ({ parts: path.split("/"), module }));
  // A fixed part comes before a variable one.
  const rank = ({ parts }: Entry): string => parts.map((part) => (variableOf(part) ? "1" : "0")).join("");
  const ranked = entries.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (!request.url?.startsWith(root)) return false;
    const url = new URL(request.url, address);
    const headers = headersOf(request);
    // `..` may have led out of the API: such a path is none of its own.
    const found = url.pathname.startsWith(root) ? match(ranked, url.pathname.slice(root.length)) : null;
    const wanted = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const handler = found && isMethod(wanted) ? found.module[wanted] : undefined;
    if (!found || !handler) {
      await send(request, response, found ? notAllowed(found.module, wanted) : unknownPath(headers));
      return true;
    }
    const ended = new AbortController();
    response.once("close", () => ended.abort());
    const hasBody = wanted !== "GET";
    const asked = new Request(url, {
      method: wanted,
      headers,
      signal: ended.signal,
      ...(hasBody ? { body: bodyOf(request), duplex: "half" as const } : {}),
    });
    const answer = await handler(asked, { params: Promise.resolve(found.params) });
    await send(request, response, answer as Response);
    return true;
  };
}

function match(
  entries: readonly Entry[],
  path: string,
): { readonly module: RouteModule; readonly params: Record<string, string> } | null {
  const asked = path.split("/");
  for (const { parts, module } of entries) {
    if (parts.length !== asked.length) continue;
    const params: Record<string, string> = {};
    const fits = parts.every((part, index) => {
      const text = asked[index] ?? "";
      const variable = variableOf(part);
      if (variable === undefined) return part === text;
      const decoded = decode(text);
      if (decoded === null || decoded === "") return false;
      params[variable] = decoded;
      return true;
    });
    if (fits) return { module, params };
  }
  return null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // names nothing
  }
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  const { rawHeaders } = request;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  return headers;
}

/** Unlike `Readable.toWeb`, giving up on the body does not end the connection: whoever sends too much shall read the answer. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = request[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void request.resume(),
  });
}

const unknownPath = (headers: Headers): Response =>
  problem(new PortalError("not-found", say("request/no-such-path")), requestIdOf(headers));

function notAllowed(module: RouteModule, method: string): Response {
  const allowed = methods.filter((name) => module[name]).join(", ");
  return new Response(null, { status: method === "OPTIONS" ? 204 : 405, headers: { allow: allowed } });
}

async function send(request: IncomingMessage, response: ServerResponse, answer: Response): Promise<void> {
  const headers: Record<string, string | string[]> = Object.fromEntries(answer.headers);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  if (!answer.body || request.method === "HEAD") {
    await answer.body?.cancel();
    response.writeHead(answer.status, headers).end();
    return;
  }
  if (!/^application\/(\w+\+)?json/.test(answer.headers.get("content-type") ?? "")) {
    response.writeHead(answer.status, headers);
    response.flushHeaders();
    // A reader who goes away ends the source as well; that is no failure of ours.
    await pipeline(Readable.fromWeb(answer.body as NodeStream), response).catch((error: unknown) => {
      if (!response.destroyed) throw error;
    });
    return;
  }
  const plain = Buffer.from(await answer.arrayBuffer());
  const small = plain.length < compressFrom || !/\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const body = small ? plain : await compress(plain, { level: 1 });
  response.writeHead(answer.status, {
    ...headers,
    vary: "Accept-Encoding",
    "content-length": body.length,
    ...(small ? {} : { "content-encoding": "gzip" }),
  });
  response.end(body);
}
