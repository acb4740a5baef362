import type { Manifest } from "@/lib/provisioning/manifest";
import type { Call } from "@/lib/server/services";
import { maskManifest } from "../mask";
import { findFor, type Ref } from "./authorise";
import { snapshotOf } from "./build-stored";
import { composeRevision } from "./compose-revision";
import { secretNames } from "./plan-stored";

/** The objects that Berth makes for the workspace, as built; secrets masked. */
export async function getManifests(call: Call, ref: Ref): Promise<{ readonly items: readonly Manifest[] }> {
  const found = await findFor(call, ref, "workspace:read");
  const composed = await composeRevision(call, found);
  const names = secretNames(composed, snapshotOf(call.services, found.workspace));
  return { items: composed.manifests.map((manifest) => maskManifest(manifest, names)) };
}
