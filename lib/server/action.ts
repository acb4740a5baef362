import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { actorFromRequest } from "@/lib/access/server/session";
import type { ActionResult } from "@/lib/shared/action-result";
import { PortalError, toPublicError } from "@/lib/shared/errors";
import { logFailure } from "./log-failure";
import { parseInput } from "./parse-input";
import { requestIdOf } from "./request-id";
import { isSameOrigin } from "./same-origin";
import { services, type Call } from "./services";

type Definition<Input, Output> = {
  readonly input: z.ZodType<Input>;
  readonly run: (call: Call, input: Input) => Promise<Output>;
};

/** The wrapper of every server action, in the same order as that of REST routes. What is expected to fail is returned, never thrown. */
export function action<Input, Output>({ input, run }: Definition<Input, Output>) {
  return async (value: unknown): Promise<ActionResult<Output>> => {
    const requestHeaders = await headers();
    const requestId = requestIdOf(requestHeaders);
    try {
      const actor = await actorFromRequest(services(), { headers: requestHeaders });
      if (!actor) throw new PortalError("auth/required", "Your session is over. Sign in again.");
      // Next compares Origin too, but lets a request without one pass.
      if (!isSameOrigin(requestHeaders, services().settings.BERTH_URL)) throw new PortalError("access/forbidden", "This did not come from the portal's own page.");
      const call: Call = { services: services(), actor, requestId, signal: new AbortController().signal };
      return { ok: true, value: await run(call, parseInput(input, value)) };
    } catch (error) {
      // Next's redirect() and notFound() are thrown, too.
      unstable_rethrow(error);
      const answer = toPublicError(error);
      logFailure(services().log, error, answer, { requestId, what: "server action" });
      return { ok: false, error: { ...answer, request_id: requestId } };
    }
  };
}
