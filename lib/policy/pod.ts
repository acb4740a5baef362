import type { Manifest } from "@/lib/provisioning/manifest";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { joinPath } from "@/lib/shared/path";

export type Located = { readonly path: string; readonly value: JsonObject };

/** A pod with all its containers: rules hold for every one of them, or they would be smuggled in beside the main one. */
export type Pod = Located & { readonly containers: readonly Located[] };

/** Objects of a list with the path of each. */
export function located(list: Json | undefined, path: string): readonly Located[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly Json[]).flatMap((value, index) =>
    isObject(value) ? [{ path: joinPath(path, index), value }] : [],
  );
}

/** Asked for, in any spelling: whatever is not plainly off is on. */
export const isAsked = (value: Json | undefined): boolean =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== "" &&
  value !== 0 &&
  !(Array.isArray(value) && value.length === 0);

export const objectAt = (value: JsonObject, key: string): JsonObject => {
  const inner = value[key];
  return isObject(inner) ? inner : {};
};

export const textList = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** Where a pod spec sits in a kind of object; all other kinds keep it in spec.template.spec. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Pod: ["spec"],
  CronJob: ["spec", "jobTemplate", "spec", "template", "spec"],
};

/** The pod that a built object leads to; null when it leads to none. */
export function podOfManifest(manifest: Manifest): Pod | null {
  const path = podPaths[manifest.kind] ?? ["spec", "template", "spec"];
  const value = getIn(manifest.body, path);
  if (!isObject(value)) return null;
  const shown = `${manifest.kind}.${path.join(".")}`;
  const containers = ["containers", "initContainers", "ephemeralContainers"].flatMap((key) =>
    located(value[key], `${shown}.${key}`).map(withClusterDefaults),
  );
  return { path: shown, value: { automountServiceAccountToken: true, ...value }, containers };
}

/** What Kubernetes does where nobody says anything: Berth's own objects say it, those that it took over may not. */
const withClusterDefaults = ({ path, value }: Located): Located => ({
  path,
  value: { ...value, securityContext: { allowPrivilegeEscalation: true, ...objectAt(value, "securityContext") } },
});

/** The pod that a Kubernetes `container_config` describes, before anything is built from it. */
export function podOfConfig(config: JsonObject): Pod {
  const path = "container_config";
  const others = ["initContainers", "sidecars", "ephemeralContainers"].flatMap((key) =>
    located(config[key], `${path}.${key}`),
  );
  // The main container's securityContext is not the pod's: other containers do not inherit it.
  const pod = Object.fromEntries(Object.entries(config).filter(([key]) => key !== "securityContext"));
  return { path, value: pod, containers: [{ path, value: config }, ...others] };
}
