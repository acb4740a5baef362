import type { ClusterType } from "@/lib/provisioning/provider";
import type { TemplateDto } from "@/lib/workspaces/dto";

/**
 * Templates that Berth ships. `local` is what lies under a document on a local cluster, `container` on the others; a template without one of
 * them is not offered there. In local commands `{node}`, `{app}`, `{port}`, `{data}` and `{name}` are replaced by the local backend.
 */
export const builtInTemplates: readonly TemplateDto[] = [
  {
    name: "notes",
    title: "Files and notes",
    description: "A small web app for files and notes in the workspace's own folder. Needs nothing but Node.",
    icon: "notes",
    cluster_types: ["local"],
    document: { container_config: { command: ["{node}", "{app}/notes/server.mjs"] }, health_path: "/" },
  },
  {
    name: "mage",
    title: "Mage",
    description: "Data pipelines with Mage, on port 6789.",
    icon: "wand",
    cluster_types: ["kubernetes", "docker"],
    document: {
      container_config: { image: "mageai/mageai:latest", env: [{ name: "USER_CODE_PATH", value: "/home/src" }] },
      port: 6789,
      health_path: "/api/status",
    },
  },
  {
    name: "mage",
    title: "Mage",
    description: "Data pipelines with the Mage that is installed on this machine.",
    icon: "wand",
    cluster_types: ["local"],
    document: {
      container_config: { command: ["mage", "start", "project", "--host", "127.0.0.1", "--port", "{port}"] },
      health_path: "/api/status",
    },
  },
];

export function availableTemplates(clusterType: ClusterType, foundPrograms: readonly string[]): readonly TemplateDto[] {
  return builtInTemplates.filter((template) => template.cluster_types.includes(clusterType) && foundPrograms.length >= 0);
}
