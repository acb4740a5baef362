import { canOn } from "@/lib/access/can";
import type { Call } from "@/lib/server/services";
import type { ActivityDto } from "../dto";
import { findFor, type Ref } from "./authorise";
import { listActivityRecords } from "./activity-store";

/** What happened to the workspace and by whom, newest first. */
export async function listActivity(
  call: Call,
  ref: Ref,
  limit: number = 100,
): Promise<{ readonly items: readonly ActivityDto[] }> {
  const { workspace } = await findFor(call, ref, "workspace:read");
  const items = await listActivityRecords(call.services.db, workspace.id, Math.min(Math.max(limit, 1), 200));
  return { items: canOn(call.actor, "workspace:logs", workspace) ? items : items.map(withoutOutput) };
}

/** What ran in the workspace wrote it: it is for those who may read its log. */
const withoutOutput = (item: ActivityDto): ActivityDto =>
  item.kind.startsWith("post-start") ? { ...item, message: item.message.replace(/ Output: [^]*$/, "") } : item;
