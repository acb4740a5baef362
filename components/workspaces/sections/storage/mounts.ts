import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { freeName, showScalar } from "../values";

/** One entry of Docker's `volumes`: a host path or a volume's name, and where it appears in the container. */
export type Mount = { readonly source: string; readonly bind: string; readonly mode: "rw" | "ro" };
export type MountEdit = { readonly path: Path; readonly value: Json | undefined };

export const volumesPath: Path = ["container_config", "volumes"];

export function readMounts(document: JsonObject): readonly Mount[] {
  const raw = getIn(document, volumesPath);
  if (!isObject(raw)) return [];
  return Object.entries(raw).map(([source, target]) => ({
    source,
    bind: typeof target === "string" ? target : showScalar(getIn(target, ["bind"])),
    mode: getIn(target, ["mode"]) === "ro" ? "ro" : "rw",
  }));
}

export function addMount(mounts: readonly Mount[]): readonly MountEdit[] {
  const source = freeName(
    "data",
    mounts.map((mount) => mount.source),
    "-",
  );
  return [{ path: [...volumesPath, source], value: { bind: "/data", mode: "rw" } }];
}

export const removeMount = (mount: Mount): readonly MountEdit[] => [
  { path: [...volumesPath, mount.source], value: undefined },
];

/** The short form (`data: /data`) cannot carry a mode, so the whole entry is written. */
export const setMount = (mount: Mount, change: Partial<Pick<Mount, "bind" | "mode">>): readonly MountEdit[] =>
  Object.entries(change).length === 0
    ? []
    : [{ path: [...volumesPath, mount.source], value: { bind: mount.bind, mode: mount.mode, ...change } }];

/** Nothing when another mount has that source already. */
export function setSource(mounts: readonly Mount[], mount: Mount, source: string): readonly MountEdit[] {
  if (mounts.some((other) => other !== mount && other.source === source)) return [];
  const entries = mounts.map((item) => [item === mount ? source : item.source, { bind: item.bind, mode: item.mode }]);
  return [{ path: volumesPath, value: Object.fromEntries(entries) as JsonObject }];
}
