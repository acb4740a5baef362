import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { actorFromRequest } from "@/lib/access/server/session";
import { say } from "@/lib/i18n/say";
import type { ActionResult } from "@/lib/shared/action-result";
import { PortalError, toPublicError } from "@/lib/shared/errors";
import { logFailure } from "./log-failure";
import { parseInput } from "./parse-input";
import { requestIdOf } from "./request-id";
import { isSameOrigin } from "./same-origin";
import { services, type Call, type Services } from "./services";

type Definition<Input, Output> = {
  readonly input: z.ZodType<Input>;
  readonly run: (call: Call, input: Input) => Promise<Output>;
};

/** The wrapper of every server action, in the same order as that of REST routes. What is expected to fail is returned, never thrown. */
export function action<Input, Output>({ input, run }: Definition<Input, Output>) {
  return (value: unknown): Promise<ActionResult<Output>> =>
    answer(async (requestHeaders, requestId) => {
      const actor = await actorFromRequest(services(), { headers: requestHeaders });
      if (!actor) throw new PortalError("auth/required", say("access/session-over"));
      requireSameOrigin(requestHeaders);
      const call: Call = { services: services(), actor, requestId, signal: new AbortController().signal };
      return run(call, parseInput(input, value));
    });
}

type PublicDefinition<Input, Output> = {
  readonly input: z.ZodType<Input>;
  readonly run: (services: Services, input: Input) => Promise<Output>;
};

/** For the few actions of people who are not signed in yet: the set-up page. What is sent must itself be the right to do it. */
export function publicAction<Input, Output>({ input, run }: PublicDefinition<Input, Output>) {
  return (value: unknown): Promise<ActionResult<Output>> =>
    answer(async (requestHeaders) => {
      requireSameOrigin(requestHeaders);
      return run(services(), parseInput(input, value));
    });
}

/** Next compares Origin too, but lets a request without one pass. */
function requireSameOrigin(requestHeaders: Headers): void {
  if (isSameOrigin(requestHeaders, services().settings.BERTH_URL)) return;
  throw new PortalError("access/forbidden", say("access/foreign-page"));
}

async function answer<Output>(
  work: (requestHeaders: Headers, requestId: string) => Promise<Output>,
): Promise<ActionResult<Output>> {
  const requestHeaders = new Headers(await headers());
  const requestId = requestIdOf(requestHeaders);
  try {
    return { ok: true, value: await work(requestHeaders, requestId) };
  } catch (error) {
    // Next's redirect() and notFound() are thrown, too.
    unstable_rethrow(error);
    const publicError = toPublicError(error);
    logFailure(services().log, error, publicError, { requestId, what: "server action" });
    return { ok: false, error: { ...publicError, request_id: requestId } };
  }
}
