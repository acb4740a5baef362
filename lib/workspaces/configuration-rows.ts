import { leavesOf } from "@/lib/layers/leaves";
import type { Json } from "@/lib/shared/json";
import type { EffectiveDto } from "./dto";

export type ConfigurationRow = {
  readonly path: string;
  /** Undefined: nothing is left, a stronger layer removed it. */
  readonly value: Json | undefined;
  /** Layer, colon, detail (api.md). */
  readonly origin: string;
  /** What weaker layers said, weakest first. */
  readonly replaced: readonly { readonly layer: string; readonly value: Json }[];
};

/** Every value of an effective configuration with where it came from and what it replaced, by path. Items of `env` are one row each. */
export function configurationRows({ document, origins, overrides }: EffectiveDto): readonly ConfigurationRow[] {
  const replacedAt = new Map<string, EffectiveDto["overrides"]>();
  for (const override of overrides) replacedAt.set(override.path, [...(replacedAt.get(override.path) ?? []), override]);
  const rows = new Map<string, ConfigurationRow>();
  for (const [path, value] of leavesOf(document)) {
    if (isNameOfItem(path)) continue;
    rows.set(path, { path, value, origin: originAt(origins, path), replaced: replacedAt.get(path) ?? [] });
  }
  for (const [path, replaced] of replacedAt) {
    const last = replaced.at(-1);
    if (rows.has(path) || isNameOfItem(path) || !last) continue;
    rows.set(path, { path, value: undefined, origin: last.by, replaced });
  }
  return [...rows.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The name is in the path of the item already. */
const isNameOfItem = (path: string): boolean => /\.env\[[^\]]+\]\.name$/.test(path);

/** A value that came as a whole has its origin at its root. */
function originAt(origins: EffectiveDto["origins"], path: string): string {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(at.lastIndexOf("."), at.lastIndexOf("["), 0))) {
    const origin = Object.hasOwn(origins, at) ? origins[at] : undefined;
    if (origin !== undefined) return origin;
  }
  return "builtin";
}

export const isOwn = ({ origin }: Pick<ConfigurationRow, "origin">): boolean => origin.split(":")[0] === "document";

/** The layer, and what tells more about it: `environment:ENV` → `["environment", "ENV"]`. */
export function splitOrigin(origin: string): readonly [layer: string, detail: string] {
  const at = origin.indexOf(":");
  return at < 0 ? [origin, ""] : [origin.slice(0, at), origin.slice(at + 1)];
}
