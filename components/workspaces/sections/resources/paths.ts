import type { ClusterType } from "@/lib/provisioning/provider";
import { getIn, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";

export type ResourceFields = {
  readonly cpuRequest: Path | null;
  readonly cpuLimit: Path;
  readonly memoryRequest: Path | null;
  readonly memoryLimit: Path;
  readonly gpu: Path | null;
  readonly sharedMemory: Path | null;
};

const inResources = (kind: "requests" | "limits", name: string): Path => ["container_config", "resources", kind, name];

/** Docker knows two spellings, its own (`cpus`, `mem_limit`) and that of Kubernetes: the form goes on with the one that the document uses. */
export function resourceFields(document: JsonObject, type: ClusterType): ResourceFields {
  const kubernetes = type === "kubernetes" || type === "fake";
  const docker = type === "docker";
  const choose = (key: string, other: Path): Path => {
    const own: Path = ["container_config", key];
    return docker && getIn(document, own) !== undefined ? own : other;
  };
  return {
    cpuRequest: kubernetes ? inResources("requests", "cpu") : null,
    cpuLimit: choose("cpus", inResources("limits", "cpu")),
    memoryRequest: kubernetes ? inResources("requests", "memory") : null,
    memoryLimit: choose("mem_limit", inResources("limits", "memory")),
    gpu: kubernetes ? inResources("limits", "nvidia.com/gpu") : docker ? ["container_config", "gpus"] : null,
    sharedMemory: docker ? ["container_config", "shm_size"] : null,
  };
}
