import { clusterVariables } from "@/lib/clusters/server/cluster-variables";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Services } from "@/lib/server/services";
import { equalJson } from "@/lib/shared/json";
import { resolveEffective } from "../compose";
import { snapshotChanges, takeSnapshot } from "../inherited";
import { publishWorkspace } from "./announce";
import { snapshotOf } from "./build-stored";
import { listWithDocuments, saveSettingsChanged } from "./settings-store";

const pageSize = 100;

/**
 * Works out for every workspace of a cluster which variables differ from those it was started with, so that lists only read a column.
 * Only rows whose answer changed are written.
 */
export async function refreshSettings(services: Services, cluster: ConnectedCluster): Promise<void> {
  const { provider, config } = cluster;
  const variables = await clusterVariables(services, cluster);
  for (let after = "", more = true; more;) {
    const page = await listWithDocuments(services.db, config.id, after, pageSize);
    for (const { workspace, document } of page) {
      const { name } = workspace;
      // Facts decide about storage and namespace, never about the environment.
      const effective = resolveEffective({ provider, facts: {}, settings: services.settings, name, document });
      const present = takeSnapshot(name, effective.value, variables, services.settings);
      const settingsChanged = snapshotChanges(snapshotOf(services, workspace), present, name);
      if (equalJson(settingsChanged, workspace.settingsChanged)) continue;
      await saveSettingsChanged(services.db, workspace.id, settingsChanged);
      publishWorkspace(services, cluster, { ...workspace, settingsChanged });
    }
    after = page.at(-1)?.workspace.id ?? "";
    more = page.length === pageSize;
    // Thousands of workspaces must not hold up requests.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The person who changed a variable does not wait for thousands of workspaces. */
export function refreshSettingsInBackground(services: Services, cluster: ConnectedCluster): void {
  refreshSettings(services, cluster).catch((error: unknown) => {
    services.log.error(
      { err: error, cluster: cluster.config.name },
      "changed settings of workspaces could not be worked out",
    );
  });
}
