import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type Json } from "@/lib/shared/json";
import type { Mount } from "../container-spec";
import { normalPath } from "./paths";

/**
 * `volumes` of a Docker document: `{ "/host/path" or "volume-name": { bind: "/in/container", mode: "rw" | "ro" } }`, a text for `bind`
 * alone, or a list of `source:target[:mode]`. Sorted by target.
 */
export function mountsOf(value: Json | undefined): readonly Mount[] {
  const mounts = entries(value).map(([source, target]) => mountOf(source, target));
  const twice = mounts.find((mount, index) => mounts.findIndex((other) => other.target === mount.target) !== index);
  if (twice) throw new PortalError("document/invalid", say("config/mounts-twice", { target: twice.target }));
  return [...mounts].sort((a, b) => (a.target < b.target ? -1 : 1));
}

function entries(value: Json | undefined): readonly (readonly [string, Json])[] {
  if (value === undefined || value === null) return [];
  if (isObject(value)) return Object.entries(value).filter(([, target]) => target !== null);
  if (Array.isArray(value)) {
    return value.map((item) => {
      const [source, bind, mode, more] = typeof item === "string" ? item.split(":") : [];
      if (source && bind && more === undefined) return [source, { bind, mode: mode ?? "rw" }];
      throw new PortalError("document/invalid", say("config/volume-item"));
    });
  }
  throw new PortalError("document/invalid", say("config/volumes-map"));
}

function mountOf(source: string, target: Json): Mount {
  const bind = typeof target === "string" ? target : isObject(target) ? target.bind : undefined;
  const mode = isObject(target) ? (target.mode ?? "rw") : "rw";
  const field = `container_config.volumes["${source}"]`;
  if (typeof bind !== "string" || !bind.startsWith("/"))
    throw new PortalError("document/invalid", say("config/bind-path", { field }));
  if (mode !== "rw" && mode !== "ro") throw new PortalError("document/invalid", say("config/mode", { field }));
  const at = { target: normalPath(bind), read_only: mode === "ro" };
  if (source.startsWith("/")) return { type: "bind", source: normalPath(source), ...at };
  // The engine's own rule for names; anything else (a relative path, ~) would be made a volume of that odd name.
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(source))
    throw new PortalError("document/invalid", say("config/volume-source", { field }));
  return { type: "volume", source, ...at };
}
