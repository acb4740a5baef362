import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { Ref } from "@/lib/workspaces/server/authorise";
import { listWorkspaceRecords } from "@/lib/workspaces/server/list-store";
import { toListQuery } from "@/lib/workspaces/server/list-workspaces";
import type { FleetSelector } from "../schema";

/** Of one fleet change. */
const mostWorkspaces = 5_000;
const pageSize = 200;

/**
 * The workspaces that a selector means, by name and cluster, among those that the person may see. Those that are named are there even where
 * they do not exist, so that the plan says so.
 */
export async function selectWorkspaces(call: Call, selector: FleetSelector): Promise<readonly Ref[]> {
  const { workspaces, cluster_type: type, template, outdated, ...filters } = selector;
  const clusters = call.services.clusters.list();
  const known = new Map(clusters.map(({ config }) => [config.id, config]));
  const narrowed = type !== undefined || template !== undefined || outdated || Object.keys(filters).length > 0;
  if (workspaces && !narrowed) return distinct(workspaces);

  const query = toListQuery(call, { ...filters, limit: pageSize });
  const found: Ref[] = [];
  for (let place = query && query.after, more = query !== null; query && more; more = place !== null) {
    const page = await listWorkspaceRecords(call.services.db, { ...query, after: place });
    for (const { name, clusterId, template: from, templateOutdated } of page.items) {
      const cluster = known.get(clusterId);
      if (!cluster || (type !== undefined && cluster.type !== type)) continue;
      if ((template !== undefined && from !== template) || (outdated && !templateOutdated)) continue;
      found.push({ name, cluster: cluster.name });
    }
    if (page.total > mostWorkspaces && found.length > mostWorkspaces) break;
    place = page.end;
  }
  if (!workspaces) return limited(found);
  const defaultCluster = call.services.clusters.default()?.config.name;
  const named = new Set(workspaces.map(({ name, cluster = defaultCluster }) => `${cluster}/${name}`));
  return found.filter(({ name, cluster }) => named.has(`${cluster}/${name}`));
}

function distinct(refs: readonly Ref[]): readonly Ref[] {
  return [...new Map(refs.map((ref) => [`${ref.cluster ?? ""}/${ref.name}`, ref])).values()];
}

function limited(found: readonly Ref[]): readonly Ref[] {
  if (found.length <= mostWorkspaces) return found;
  const count = `${found.length}`;
  throw new PortalError("document/invalid", say("fleet/too-many", { count, most: mostWorkspaces }));
}
