import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { say } from "@/lib/i18n/say";
import type { Services } from "@/lib/server/services";
import { equalJson } from "@/lib/shared/json";
import type { DriftEntry } from "@/lib/workspaces/drift";
import { refOf } from "@/lib/workspaces/record";
import { publishWorkspace } from "@/lib/workspaces/server/announce";
import { composeStored } from "@/lib/workspaces/server/build-stored";
import type { Compared } from "../compared";
import { findDrift, stepsBack } from "../drift";
import { emptyObservation } from "../status";
import { openApplied, sealApplied } from "./applied";
import { keepApplied, saveDrift, type Watched } from "./drift-store";
import { noteActivity } from "./store";

/**
 * Compares what the watch knows of a workspace on which nobody works with what was applied. The watch's memory may be older than Berth's own
 * last change, so a difference counts when the backend itself shows it, too. Where it is not known what was applied (made by an earlier
 * version, or an operation was broken off) nothing is said until the objects are once as they shall be.
 */
export async function checkDrift(
  services: Services,
  cluster: ConnectedCluster,
  { workspace, document, applied: kept }: Watched,
  compared: Compared | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { rules } = cluster.provider;
  const runtime = cluster.runtime();
  const remembered = runtime.recall(workspace.id) ?? emptyObservation;
  if (kept === null) {
    const composed = await composeStored(services, cluster, { workspace, document }, signal);
    const seen = { manifests: composed.manifests, secretNames: [] };
    if (stepsBack(seen, remembered.manifests, rules).length > 0) return;
    await keepApplied(services.db, workspace, sealApplied(services, composed), services.clock.now());
    return;
  }
  if (compared?.has(kept.at, remembered.manifests)) return;
  const applied = openApplied(services, kept.objects);
  const suspected = findDrift(applied, remembered.manifests, rules);
  if (equalJson(suspected, workspace.drift)) return compared?.keep(kept.at, remembered.manifests);
  const found =
    suspected.length === 0
      ? suspected
      : findDrift(applied, (await runtime.observe(refOf(workspace), signal)).manifests, rules);
  if (equalJson(found, workspace.drift)) return;
  if (!(await saveDrift(services.db, workspace.id, found, kept.at))) return;
  publishWorkspace(services, cluster, { ...workspace, drift: found });
  if (workspace.drift.length === 0)
    await noteActivity(
      services.db,
      workspace.id,
      "berth",
      "drift",
      say("deed/drifted", { objects: objectsOf(found) }).message,
    );
}

const objectsOf = (drift: readonly DriftEntry[]): string =>
  [...new Set(drift.map(({ kind, name }) => `${kind} ${name}`))].join(", ");
