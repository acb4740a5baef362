import type { ActionResult } from "@/lib/shared/action-result";

/** A server action rejects only when its answer never came; the screen shows that like any other failure, in its own language. */
export async function callAction<T>(
  run: () => Promise<ActionResult<T>>,
  unreachable: string,
): Promise<ActionResult<T>> {
  try {
    return await run();
  } catch {
    return { ok: false, error: { code: "unreachable", status: 0, message: unreachable, request_id: "" } };
  }
}
