import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { ActionResult } from "@/lib/shared/action-result";
import { PortalError, toPublicError } from "@/lib/shared/errors";
import { logFailure } from "./log-failure";
import { parseInput } from "./parse-input";
import { requestIdOf } from "./request-id";
import { isSameOrigin } from "./same-origin";
import { services, type Services } from "./services";

type Definition<Input> = {
  readonly input: z.ZodType<Input>;
  readonly run: (services: Services, input: Input) => Promise<unknown>;
};

/** The wrapper of the few actions that are open to everybody: they carry a right of their own, such as a one-time code. Answers no data. */
export async function publicAction<Input>(
  { input, run }: Definition<Input>,
  value: unknown,
): Promise<ActionResult<null>> {
  const requestHeaders = await headers();
  const requestId = requestIdOf(requestHeaders);
  try {
    if (!isSameOrigin(requestHeaders, services().settings.BERTH_URL)) {
      throw new PortalError("access/forbidden", "This did not come from the portal's own page.");
    }
    await run(services(), parseInput(input, value));
    return { ok: true, value: null };
  } catch (error) {
    unstable_rethrow(error);
    const answer = toPublicError(error);
    logFailure(services().log, error, answer, { requestId, what: "public server action" });
    return { ok: false, error: { ...answer, request_id: requestId } };
  }
}
