import { getIn, type Json, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { showScalar } from "../values";

export type Toleration = {
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  readonly effect: string;
};
export type TolerationEdit = { readonly path: Path; readonly value: Json | undefined };

export const tolerationsPath: Path = ["container_config", "tolerations"];
export const tolerationEffects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;

export function readTolerations(document: JsonObject): readonly Toleration[] {
  const raw = getIn(document, tolerationsPath);
  if (!Array.isArray(raw)) return [];
  return raw.map((item: unknown) => ({
    key: showScalar(getIn(item, ["key"])),
    operator: showScalar(getIn(item, ["operator"])) || "Equal",
    value: showScalar(getIn(item, ["value"])),
    effect: showScalar(getIn(item, ["effect"])),
  }));
}

export const addToleration = (list: readonly Toleration[]): readonly TolerationEdit[] => [
  { path: [...tolerationsPath, list.length], value: { key: "dedicated", operator: "Exists", effect: "NoSchedule" } },
];

export const removeToleration = (index: number): readonly TolerationEdit[] => [
  { path: [...tolerationsPath, index], value: undefined },
];

/** A value makes the operator `Equal`, none makes it `Exists`: Kubernetes refuses `Exists` with a value. */
export function setToleration(index: number, key: keyof Toleration, value: string): readonly TolerationEdit[] {
  const at = (field: string): Path => [...tolerationsPath, index, field];
  if (key !== "value") return [{ path: at(key), value: value || undefined }];
  return [
    { path: at("operator"), value: value ? "Equal" : "Exists" },
    { path: at("value"), value: value || undefined },
  ];
}
