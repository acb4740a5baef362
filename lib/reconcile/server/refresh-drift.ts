import { setImmediate } from "node:timers/promises";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import type { Compared } from "../compared";
import { checkDrift } from "./check-drift";
import { listWatched } from "./drift-store";

const pageSize = 100;

/**
 * Looks for changes that were made while this portal was away: what the watch tells from now on is looked at when it comes. Between two
 * workspaces requests have their turn.
 */
export async function refreshDrift(
  services: Services,
  cluster: ConnectedCluster,
  compared: Compared,
  signal: AbortSignal,
): Promise<void> {
  for (let after = "", more = true; more && !signal.aborted && cluster.state === "connected";) {
    const page = await listWatched(services.db, cluster.config.id, after, pageSize);
    for (const watched of page) {
      if (signal.aborted) return;
      await checkDrift(services, cluster, watched, compared, signal);
      await setImmediate();
    }
    after = page.at(-1)?.workspace.id ?? "";
    more = page.length === pageSize;
  }
}
