import { isKubernetes } from "@/lib/layers/environment-layers";
import { clusterTypes, type ClusterType } from "@/lib/provisioning/provider";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { SchemaFault } from "@/lib/workspaces/check-schema";
import { unknownKey } from "@/lib/workspaces/check-schema";
import { envItems, normaliseContainer } from "@/lib/workspaces/container";
import { checkContainer, containerSchema } from "@/lib/workspaces/container-schema";
import { kubernetesFields } from "@/lib/workspaces/schema";

/** Kubernetes first: it knows most, so its words about a wrong value help most. */
const plainTypes = ["kubernetes", "docker", "local"] as const satisfies readonly ClusterType[];

/** One policy speaks to clusters of all types, so a key is right when it is right for one of them. */
export function checkPolicyContainer(container: JsonObject): readonly SchemaFault[] {
  return Object.entries(container).flatMap(([key, value]): readonly SchemaFault[] => {
    const knowing = plainTypes.filter((type) => containerKeys(type).includes(key));
    const [first] = knowing;
    if (!first) return [{ path: [key], ...unknownKey(key, allKeys()) }];
    if (knowing.some((type) => checkContainer({ [key]: value }, type).length === 0)) return [];
    return checkContainer({ [key]: value }, first);
  });
}

/** The keys that `container_config` knows on a cluster of this type. */
function containerKeys(type: ClusterType): readonly string[] {
  const { schema, definitions } = containerSchema(type);
  const own = schema.$ref === undefined ? schema : definitions[schema.$ref.replace("#/definitions/", "")];
  return Object.keys(own?.properties ?? {});
}

const allKeys = (): readonly string[] => [...new Set(plainTypes.flatMap((type) => containerKeys(type)))];

/**
 * What a cluster of each type understands of a policy's defaults: `nodeSelector` means nothing to a local process, `networks` nothing to
 * Kubernetes. Variables are understood everywhere, in either spelling.
 */
export function defaultsByType(defaults: JsonObject): Readonly<Record<ClusterType, JsonObject>> {
  const entries = clusterTypes.map((type) => [type, defaultsFor(defaults, type)] as const);
  return Object.fromEntries(entries) as Record<ClusterType, JsonObject>;
}

function defaultsFor(defaults: JsonObject, type: ClusterType): JsonObject {
  const { container_config: container, ...rest } = defaults;
  const fields = Object.entries(rest).filter(([key]) => isKubernetes(type) || !kubernetesFields.has(key));
  return {
    ...Object.fromEntries(fields),
    ...(isObject(container) ? { container_config: containerFor(container, type) } : {}),
  };
}

function containerFor(container: JsonObject, type: ClusterType): JsonObject {
  const entries = Object.entries(normaliseContainer(container)).flatMap(([key, value]): [string, Json][] => {
    if (key === "env") return [[key, variablesFor(value, type)]];
    const fits = containerKeys(type).includes(key) && checkContainer({ [key]: value }, type).length === 0;
    return fits ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}

/** A reference (`valueFrom`) is known to Kubernetes only. */
function variablesFor(env: Json, type: ClusterType): Json {
  if (env === null) return null;
  return envItems(env)
    .filter((item) => item.valueFrom === undefined || isKubernetes(type))
    .map((item): JsonObject => ({ ...item }));
}
