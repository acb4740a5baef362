import { say, type Said } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import { getIn, type Json, type JsonObject } from "@/lib/shared/json";
import { located, type Pod } from "./pod";

/** The volume under which builders mount a workspace's own storage. */
const homeVolume = "home";

const clean = (path: string): string =>
  path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");

const hasParent = (path: Json | undefined): boolean => typeof path === "string" && path.split("/").includes("..");

/**
 * Where all workspaces share one claim, each has a folder of it (product section 6): nothing that a document mounts may lead to the folders
 * of others, neither by `..`, nor by another folder of the claim, nor by one that a variable names. `home` is Berth's own name of the volume.
 */
export function checkSharedClaim(pod: Pod, resolved: JsonObject): readonly Fault[] {
  const volumes = located(pod.value.volumes, "");
  const claimOf = (name: Json | undefined) => {
    const own = volumes.find(({ value }) => value.name === name);
    if (own) return getIn(own.value, ["persistentVolumeClaim", "claimName"]);
    return name === homeVolume ? resolved.pvc_name : undefined;
  };
  return pod.containers.flatMap((container) =>
    located(container.value.volumeMounts, `${container.path}.volumeMounts`).flatMap(({ path, value }) => {
      const shared = typeof resolved.pvc_name === "string" && claimOf(value.name) === resolved.pvc_name;
      const reason = reasonAgainst(value, shared ? resolved.pvc_subpath : undefined, shared);
      return reason === null ? [] : [{ path, rule: "storage.sub_path", ...reason }];
    }),
  );
}

function reasonAgainst(mount: JsonObject, own: Json | undefined, shared: boolean): Said | null {
  if (hasParent(mount.subPath) || hasParent(mount.subPathExpr)) return say("shared/up");
  if (!shared) return null;
  if (mount.subPathExpr !== undefined && mount.subPathExpr !== null) return say("shared/expression");
  const folder = typeof own === "string" ? clean(own) : "";
  const asked = typeof mount.subPath === "string" ? clean(mount.subPath) : "";
  if (folder !== "" && (asked === folder || asked.startsWith(`${folder}/`))) return null;
  return say("shared/others-files", { folder: folder || say("shared/own-folder") });
}
