import type { Readable } from "node:stream";
import type { LogOptions } from "@/lib/provisioning/provider";
import type { Call } from "@/lib/server/services";
import { refOf } from "../record";
import { findFor, type Ref } from "./authorise";

/** Ends when the call's signal does. */
export async function openLogs(call: Call, ref: Ref, options: LogOptions): Promise<Readable> {
  const { workspace, cluster } = await findFor(call, ref, "workspace:logs");
  return cluster.runtime().logs(refOf(workspace), options, call.signal);
}
