import type { ClusterType } from "@/lib/provisioning/provider";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Layer } from "./order";

/** Settings that are the weakest wishes of an administrator (product section 9). Absent, null and "" mean: not set. */
export type LayerSettings = {
  readonly [
    name in
      | "WORKSPACE_DEFAULT_RESOURCE_REQUESTS_CPU"
      | "WORKSPACE_DEFAULT_RESOURCE_REQUESTS_MEMORY"
      | "WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU"
      | "WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY"
      | "KUBE_NAMESPACE"
      | "KUBE_SERVICE_ACCOUNT_NAME"
      | "KUBE_STORAGE_CLASS_NAME"
      | "WORKSPACE_STORAGE_CLASS"
      | "WORKSPACE_PVC_NAME"
      | "WORKSPACE_PVC_SUBPATH_PREFIX"
      | "WORKSPACE_INGRESS_NAME"
      | "MAGE_CLUSTER_UUID"
      | "WORKSPACE_INGRESS_TYPE"
      | "WORKSPACE_INGRESS_PATH_TYPE"
  ]?: string | null | undefined;
};

type SettingName = keyof LayerSettings;

const resource =
  (kind: "requests" | "limits", name: "cpu" | "memory") =>
  (value: string): JsonObject => ({ container_config: { resources: { [kind]: { [name]: value } } } });

const field =
  (name: string) =>
  (value: string): JsonObject => ({ [name]: value });

type Source = readonly [setting: SettingName, value: (setting: string, workspace: string) => JsonObject];

const everywhere: readonly Source[] = [
  ["WORKSPACE_DEFAULT_RESOURCE_REQUESTS_CPU", resource("requests", "cpu")],
  ["WORKSPACE_DEFAULT_RESOURCE_REQUESTS_MEMORY", resource("requests", "memory")],
  ["WORKSPACE_DEFAULT_RESOURCE_LIMITS_CPU", resource("limits", "cpu")],
  ["WORKSPACE_DEFAULT_RESOURCE_LIMITS_MEMORY", resource("limits", "memory")],
];

/** Later ones win: WORKSPACE_STORAGE_CLASS is about workspaces, KUBE_STORAGE_CLASS_NAME about everything Berth makes. */
const onKubernetes: readonly Source[] = [
  ["KUBE_NAMESPACE", field("namespace")],
  ["KUBE_SERVICE_ACCOUNT_NAME", field("service_account_name")],
  ["KUBE_STORAGE_CLASS_NAME", field("storage_class_name")],
  ["WORKSPACE_STORAGE_CLASS", field("storage_class_name")],
  ["WORKSPACE_PVC_NAME", field("pvc_name")],
  [
    "WORKSPACE_PVC_SUBPATH_PREFIX",
    (prefix, workspace) => ({ pvc_subpath: `${prefix.replace(/^\/+|\/+$/g, "")}/${workspace}` }),
  ],
  ["MAGE_CLUSTER_UUID", field("ingress_name")],
  ["WORKSPACE_INGRESS_NAME", field("ingress_name")],
  ["WORKSPACE_INGRESS_TYPE", field("ingress_type")],
  ["WORKSPACE_INGRESS_PATH_TYPE", field("ingress_path_type")],
];

/** One layer per setting, so that the origin of a value is the name of the setting. */
export function environmentLayers(type: ClusterType, settings: LayerSettings, workspace: string): readonly Layer[] {
  const sources = isKubernetes(type) ? [...everywhere, ...onKubernetes] : everywhere;
  return sources.flatMap(([setting, value]): readonly Layer[] => {
    const text = settings[setting];
    const useless = setting === "WORKSPACE_PVC_SUBPATH_PREFIX" && !settings.WORKSPACE_PVC_NAME;
    return text && !useless ? [{ name: "environment", detail: setting, value: value(text, workspace) }] : [];
  });
}

export const isKubernetes = (type: ClusterType): boolean => type === "kubernetes" || type === "fake";

/** Facts about a cluster that built-in values depend on; as `ClusterRuntime.facts` of the Kubernetes provider returns them. */
export type LayerFacts = {
  readonly namespace?: Json;
  readonly storage_classes?: Json;
  /** Of the portal's own pod, with INHERIT_POD_ANNOTATIONS: those that workspaces inherit, or why nobody knows them. */
  readonly own_pod?: Json;
  /** Docker: the swarm that it is, or null for an engine alone. */
  readonly swarm?: Json;
};

/** Annotations that workspaces inherit from the portal's own pod. */
export function podAnnotationsLayers({ own_pod: pod }: LayerFacts): readonly Layer[] {
  const annotations = isObject(pod) ? pod.annotations : undefined;
  if (!isObject(annotations) || Object.keys(annotations).length === 0) return [];
  return [{ name: "environment", detail: "INHERIT_POD_ANNOTATIONS", value: { pod_annotations: annotations } }];
}

/** Storage class of the seed documents; used only where it exists, else the cluster's own default serves (product section 6). */
export const seedStorageClass = "efs-sc-us-west-2";

/** The app that comes with Berth: what a local workspace runs when nothing else is named. */
const localCommand = ["{node}", "{app}/notes/server.mjs"];

export function builtinLayers(type: ClusterType, facts: LayerFacts): readonly Layer[] {
  const common: JsonObject = {
    port: 6789,
    health_path: "/",
    lifecycle_config: { termination_policy: { enable_auto_termination: false } },
    access: { viewers_may_open: false },
  };
  if (type === "local") return [{ name: "builtin", value: { ...common, container_config: { command: localCommand } } }];
  if (type === "docker") return [{ name: "builtin", value: common }];
  const classes = Array.isArray(facts.storage_classes) ? (facts.storage_classes as readonly Json[]) : [];
  const seedClass = classes.some(
    (item) =>
      item === seedStorageClass ||
      (typeof item === "object" && item !== null && "name" in item && item.name === seedStorageClass),
  );
  const kubernetes: JsonObject = {
    ...common,
    ingress_type: "nginx",
    ingress_path_type: "ImplementationSpecific",
    storage_request_size: "2Gi",
    pvc_retention_policy: "Retain",
    ...(seedClass ? { storage_class_name: seedStorageClass } : {}),
  };
  const cluster: readonly Layer[] =
    typeof facts.namespace === "string"
      ? [{ name: "builtin", detail: "cluster", value: { namespace: facts.namespace } }]
      : [];
  return [{ name: "builtin", value: kubernetes }, ...cluster];
}
