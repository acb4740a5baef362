import { z } from "zod";
import { plain } from "@/lib/i18n/say";
import type { ClusterType } from "@/lib/provisioning/provider";
import { containerSchema } from "./container-schema";
import { documentSchema, kubernetesFields } from "./schema";

/** Hover texts of the editor (product section 2). */
const descriptions: Readonly<Record<string, string>> = {
  name: plain("hover/name"),
  cluster: plain("hover/cluster"),
  description: plain("hover/description"),
  labels: plain("hover/labels"),
  template: plain("hover/template"),
  template_version: plain("hover/template-version"),
  parameters: plain("hover/parameters"),
  container_config: plain("hover/container"),
  port: plain("hover/port"),
  health_path: plain("hover/health-path"),
  namespace: plain("hover/namespace"),
  service_account_name: plain("hover/service-account"),
  pod_annotations: plain("hover/pod-annotations"),
  ingress_name: plain("hover/ingress-name"),
  ingress_type: plain("hover/ingress-type"),
  ingress_path_type: plain("hover/ingress-path-type"),
  ingress_host: plain("hover/ingress-host"),
  storage_class_name: plain("hover/storage-class"),
  storage_request_size: plain("hover/storage-size"),
  storage_access_mode: plain("hover/access-mode"),
  pvc_retention_policy: plain("hover/retention"),
  pvc_name: plain("hover/claim"),
  pvc_subpath: plain("hover/subpath"),
  lifecycle_config: plain("hover/lifecycle"),
  access: plain("hover/access"),
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
