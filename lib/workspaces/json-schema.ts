import { z } from "zod";
import type { ClusterType } from "@/lib/provisioning/provider";
import { containerSchema } from "./container-schema";
import { documentSchema, kubernetesFields } from "./schema";

/** Hover texts of the editor (product section 2). */
const descriptions: Readonly<Record<string, string>> = {
  name: "Name of the workspace: 1 to 40 small letters, digits and hyphens. Part of its address; cannot be changed.",
  cluster: "Cluster on which it runs; the default cluster if absent. Cannot be changed.",
  description: "Free text for people, at most 500 characters.",
  labels: "Up to 20 labels by which workspaces are found.",
  template: "Template whose values lie under this document.",
  container_config: "The container: image, command, environment, resources, volumes.",
  port: "Port on which the workspace's server listens. Default: 6789.",
  health_path: 'Path that answers below 500 when the server is ready. Default: "/". "" checks the TCP port only.',
  namespace: "Namespace of the workspace's objects.",
  service_account_name: "Service account of the pod. None: no token is mounted.",
  ingress_name: "Ingress or Gateway whose host, class and TLS the workspace's own ingress takes.",
  ingress_type: "Kind of ingress controller.",
  ingress_path_type: "How the ingress compares paths.",
  ingress_host: "Host of the ingress; that of the named ingress if absent.",
  storage_class_name: "Storage class of the workspace's volume.",
  storage_request_size: "Size of the workspace's volume. Default: 2Gi. It can grow, not shrink.",
  storage_access_mode: "How many nodes may mount the volume.",
  pvc_retention_policy: "What happens to the volume when the workspace is deleted. Default: Retain.",
  pvc_name: "Existing volume claim that workspaces share, in place of an own volume.",
  pvc_subpath: "Folder of this workspace in the shared volume.",
  lifecycle_config: "Idle stop, pre-start script, post-start command.",
  access: "Who may open the workspace, and when it runs.",
};

export type SchemaObject = { readonly [key: string]: unknown };

/**
 * JSON Schema (draft 07) of a document for editors: names, types, hover texts. With a cluster type, only what applies there; the answer of
 * parseDocument decides, this only helps to write.
 */
export function workspaceJsonSchema(clusterType: ClusterType): SchemaObject {
  const document = z.toJSONSchema(documentSchema, { target: "draft-7", io: "input", unrepresentable: "any" });
  const { schema, definitions } = containerSchema(clusterType);
  const applies = (key: string) => clusterType === "kubernetes" || clusterType === "fake" || !kubernetesFields.has(key);
  const properties = Object.entries(document.properties ?? {})
    .filter(([key]) => applies(key))
    .map(([key, property]): readonly [string, unknown] => {
      const description = descriptions[key] ?? "";
      if (key === "container_config") return [key, { description, anyOf: [schema, { type: "string" }] }];
      if (key === "lifecycle_config") return [key, { description, anyOf: [property, { type: "string" }] }];
      return [key, { ...(typeof property === "object" ? property : {}), description }];
    });
  return { ...document, title: "Workspace", properties: Object.fromEntries(properties), definitions };
}
