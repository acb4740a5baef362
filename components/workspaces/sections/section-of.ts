export const sectionNames = [
  "container",
  "resources",
  "environment",
  "storage",
  "scheduling",
  "lifecycle",
  "access",
  "basics",
] as const;
export type SectionName = (typeof sectionNames)[number];

/** Longest match wins; what is in no list is a field of the container. */
const places: Readonly<Record<string, SectionName>> = {
  port: "container",
  health_path: "container",
  "container_config.resources": "resources",
  "container_config.cpus": "resources",
  "container_config.mem_limit": "resources",
  "container_config.shm_size": "resources",
  "container_config.gpus": "resources",
  "container_config.env": "environment",
  "container_config.envFrom": "environment",
  "container_config.environment": "environment",
  "container_config.volumes": "storage",
  "container_config.volumeMounts": "storage",
  storage_class_name: "storage",
  storage_request_size: "storage",
  storage_access_mode: "storage",
  pvc_retention_policy: "storage",
  pvc_name: "storage",
  pvc_subpath: "storage",
  "container_config.nodeSelector": "scheduling",
  "container_config.affinity": "scheduling",
  "container_config.tolerations": "scheduling",
  "container_config.priorityClassName": "scheduling",
  "container_config.runtimeClassName": "scheduling",
  "container_config.networks": "scheduling",
  namespace: "scheduling",
  service_account_name: "scheduling",
  pod_annotations: "scheduling",
  lifecycle_config: "lifecycle",
  access: "access",
  ingress_name: "access",
  ingress_host: "access",
  ingress_type: "access",
  ingress_path_type: "access",
  description: "basics",
  labels: "basics",
  name: "basics",
  cluster: "basics",
  template: "basics",
  template_version: "basics",
  parameters: "basics",
};

/** The section of the form in which the field at a fault's path is edited. */
export function sectionOf(path: string): SectionName {
  const [first = "", second = ""] = path.split(/[.[]/);
  return places[`${first}.${second}`] ?? places[first] ?? "container";
}
