import type { Services } from "@/lib/server/services";
import { mostIdleSeconds } from "../policy";
import type { IdleKnowledge } from "../view";
import { findEvidence } from "./evidence-store";

/** What telling of idle stop needs beside the row. */
export async function idleKnowledge(
  { db, policies, clock }: Pick<Services, "db" | "policies" | "clock">,
  workspaceId: string,
): Promise<IdleKnowledge> {
  const [evidence, inForce] = await Promise.all([findEvidence(db, workspaceId), policies.inForce()]);
  return { evidence, most: mostIdleSeconds(inForce), now: clock.now() };
}
