import type { ResourceSample } from "@/lib/provisioning/provider";
import type { Call } from "@/lib/server/services";
import { refOf } from "../record";
import { findFor, type Ref } from "./authorise";

/** What the workspace uses now; null when it does not run or the backend does not measure. */
export async function sampleWorkspace(call: Call, ref: Ref): Promise<ResourceSample | null> {
  const { workspace, cluster } = await findFor(call, ref, "workspace:read");
  return cluster.runtime().sample(refOf(workspace), call.signal);
}
