import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import type { WorkloadKind } from "../kinds";
import { stringAt } from "../pod-state";

/** A volume of a workload that is a claim. `subPath`: the folder of it that containers see. */
export type ClaimUse = {
  readonly volume: string;
  readonly claim: string;
  readonly mountPath: string | null;
  readonly subPath: string | null;
};

const listAt = (base: unknown, ...path: readonly string[]): readonly JsonObject[] => {
  const value = getIn(base, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** Claims by the names that they have in the cluster: those of a StatefulSet's templates are named after its pod. */
export function claimsIn(kind: WorkloadKind, object: JsonObject): readonly ClaimUse[] {
  const name = stringAt(object, "metadata", "name") ?? "";
  const spec = getIn(object, ["spec", "template", "spec"]);
  const written = listAt(spec, "volumes").flatMap((volume): readonly [string, string][] => {
    const claim = stringAt(volume, "persistentVolumeClaim", "claimName");
    return claim === null ? [] : [[String(volume.name), claim]];
  });
  const templates = kind === "StatefulSet" ? listAt(object, "spec", "volumeClaimTemplates") : [];
  const ordinal = getIn(object, ["spec", "ordinals", "start"]);
  const made = templates.map((template): readonly [string, string] => {
    const volume = stringAt(template, "metadata", "name") ?? "";
    return [volume, `${volume}-${name}-${typeof ordinal === "number" ? ordinal : 0}`];
  });
  const mounts = listAt(spec, "containers").flatMap((container) => listAt(container, "volumeMounts"));
  return [...written, ...made].map(([volume, claim]) => {
    const mount = mounts.find((item) => item.name === volume);
    return { volume, claim, mountPath: stringAt(mount, "mountPath"), subPath: stringAt(mount, "subPath") };
  });
}

/** Where a workspace's files lie (product, section 6). */
const homePath = "/home/src";

/**
 * The claim that becomes the workspace's own storage: the one at the home path, else the first that is mounted. Null where a folder of it is
 * used or another workload uses it, too: it stays mounted, and is nobody's to delete.
 */
export function mainClaim(own: readonly ClaimUse[], others: readonly ClaimUse[]): string | null {
  const mounted = own.filter(({ mountPath }) => mountPath !== null);
  const main = mounted.find(({ mountPath }) => mountPath === homePath) ?? mounted[0];
  if (!main || main.subPath !== null || others.some(({ claim }) => claim === main.claim)) return null;
  return main.claim;
}
