import type { z } from "zod";
import type { Actor } from "@/lib/access/can";
import { actorFromRequest } from "@/lib/access/server/session";
import { say } from "@/lib/i18n/say";
import { PortalError, toPublicError } from "@/lib/shared/errors";
import { claimKey } from "./idempotency";
import { logFailure } from "./log-failure";
import { parseInput } from "./parse-input";
import { problem } from "./problem";
import { parseJsonBody, readBody } from "./read-body";
import { requestIdOf } from "./request-id";
import { isSameOrigin } from "./same-origin";
import { services, type Call } from "./services";

export type RouteRequest = {
  readonly request: Request;
  /** Parts of the path, decoded by Next. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
};

/** An answer with a status or headers of its own; anything else that `run` returns is sent as JSON with 200, undefined as 204. */
class Reply {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>>,
  ) {}
}

export const reply = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply =>
  new Reply(status, body, headers);

type Definition<Input> = {
  /** Of the JSON body; without it the body is not read. */
  readonly input?: z.ZodType<Input>;
  /** Also takes `Content-Type: application/yaml`: `input` then sees `{ yaml: <text> }`. */
  readonly yaml?: true;
  readonly run: (call: Call, input: Input, request: RouteRequest) => Promise<unknown>;
};

type Params = Readonly<Record<string, string | string[] | undefined>>;
/** Next gives undefined where the path has no variable parts, whatever its types say. */
type NextContext = { readonly params: Promise<Params | undefined> };

const isMutation = (method: string): boolean => !["GET", "HEAD", "OPTIONS"].includes(method);

/**
 * The wrapper of every REST route, in fixed order: who asks, same origin, body, input, the use case (which authorises), answer. Errors become
 * `application/problem+json`; `run` may also return a `Response`, for streams.
 */
export function route<Input = undefined>(definition: Definition<Input>) {
  return async (request: Request, context: NextContext): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const answer = await answerTo(definition, request, context, requestId).catch((error: unknown) => {
      const what = `${request.method} ${new URL(request.url).pathname}`;
      logFailure(services().log, error, toPublicError(error), { requestId, what });
      return problem(error, requestId);
    });
    answer.headers.set("x-request-id", requestId);
    answer.headers.set("x-content-type-options", "nosniff");
    if (!answer.headers.has("cache-control")) answer.headers.set("cache-control", "no-store");
    return answer;
  };
}

async function answerTo<Input>(
  definition: Definition<Input>,
  request: Request,
  context: NextContext,
  requestId: string,
): Promise<Response> {
  const actor = await requireActor(request);
  const call: Call = { services: services(), actor, requestId, signal: request.signal };
  const url = new URL(request.url);
  const params = plainParams((await context.params) ?? {});
  const body = isMutation(request.method) ? await readBody(request) : "";
  const run = async () => {
    const input = definition.input
      ? parseInput(definition.input, readInput(definition, request, body))
      : (undefined as Input);
    return definition.run(call, input, { request, params, query: url.searchParams });
  };
  const key = request.headers.get("idempotency-key");
  if (key === null || !isMutation(request.method)) return toResponse(await run());
  return once(call, key, { method: request.method, path: url.pathname + url.search, body }, run);
}

async function requireActor(request: Request): Promise<Actor> {
  const actor = await actorFromRequest(services(), { headers: request.headers });
  if (!actor) throw new PortalError("auth/required", say("access/no-token"));
  if (
    actor.via === "session" &&
    isMutation(request.method) &&
    !isSameOrigin(request.headers, services().settings.BERTH_URL)
  ) {
    throw new PortalError("access/forbidden", say("access/origin"));
  }
  return actor;
}

function readInput(definition: { readonly yaml?: true }, request: Request, body: string): unknown {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (definition.yaml && /^(application|text)\/(x-)?yaml$/.test(type)) return { yaml: body };
  return parseJsonBody(body);
}

async function once(
  call: Call,
  key: string,
  request: { readonly method: string; readonly path: string; readonly body: string },
  run: () => Promise<unknown>,
): Promise<Response> {
  const claim = await claimKey(call.services, call.actor.userId, key, request);
  if (claim.kind === "replay") {
    const headers = { "content-type": "application/json", "idempotency-replayed": "true" };
    return new Response(claim.answer.body === "" ? null : claim.answer.body, { status: claim.answer.status, headers });
  }
  try {
    const response = toResponse(await run());
    await claim.store({ status: response.status, body: await response.clone().text() });
    return response;
  } catch (error) {
    await claim.release();
    throw error;
  }
}

function toResponse(value: unknown): Response {
  if (value instanceof Response) return new Response(value.body, value);
  if (value instanceof Reply)
    return value.status === 204
      ? new Response(null, value)
      : Response.json(value.body, { status: value.status, headers: value.headers });
  return value === undefined ? new Response(null, { status: 204 }) : Response.json(value);
}

function plainParams(params: Params): Readonly<Record<string, string>> {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join("/") : value]],
  );
  return Object.fromEntries(entries);
}
