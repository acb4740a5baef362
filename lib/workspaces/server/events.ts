import type { Call } from "@/lib/server/services";
import type { RuntimeEventDto } from "../dto";
import { refOf } from "../record";
import { findFor, type Ref } from "./authorise";

/** What the backend says about the workspace, newest first: from the watch's memory where it has it. */
export async function listEvents(call: Call, ref: Ref): Promise<{ readonly items: readonly RuntimeEventDto[] }> {
  const { workspace, cluster } = await findFor(call, ref, "workspace:read");
  const runtime = cluster.runtime();
  const observation = runtime.recall(workspace.id) ?? (await runtime.observe(refOf(workspace), call.signal));
  return { items: [...observation.events].sort((a, b) => b.at.localeCompare(a.at)) };
}
