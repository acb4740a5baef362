import type { ClusterType } from "@/lib/provisioning/provider";
import type { Json, JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { checkSchema, type Definitions, type JsonSchema, type SchemaFault } from "./check-schema";
import { dockerContainerSchema, localContainerSchema, sharedDefinitions } from "./plain-container-schemas";
import kubernetesCore from "./kubernetes-schema/core-v1.json";

/** The JSON import infers a literal type too wide to use; the script that writes the file keeps to these keywords. */
const kubernetesDefinitions: Definitions = kubernetesCore.definitions as Definitions;

export type ContainerSchema = { readonly schema: JsonSchema; readonly definitions: Definitions };

/** What `container_config` may hold on a cluster of this type (product section 2). The fake backend speaks Kubernetes. */
export function containerSchema(type: ClusterType): ContainerSchema {
  if (type === "docker") return { schema: dockerContainerSchema, definitions: sharedDefinitions };
  if (type === "local") return { schema: localContainerSchema, definitions: sharedDefinitions };
  return { schema: { $ref: "#/definitions/ContainerConfig" }, definitions: kubernetesDefinitions };
}

/** Every fault of a container configuration; paths are relative to it. */
export function checkContainer(config: JsonObject, type: ClusterType): readonly SchemaFault[] {
  const { schema, definitions } = containerSchema(type);
  return checkSchema(prepared(config, type), schema, {
    definitions,
    explainUnknown: (path, key) => explainForeignKey(path, key, type),
  });
}

/** `{ name: X, value: null }` removes a variable (product section 3), which Kubernetes' own schema does not know. */
function prepared(config: JsonObject, type: ClusterType): JsonObject {
  if (type === "docker" || type === "local" || !Array.isArray(config.env)) return config;
  const withoutNull = (item: Json): Json => {
    if (typeof item !== "object" || item === null || Array.isArray(item) || (item as JsonObject).value !== null)
      return item;
    return Object.fromEntries(Object.entries(item).filter(([key]) => key !== "value"));
  };
  return { ...config, env: (config.env as readonly Json[]).map(withoutNull) };
}

/** The same wish in the other type's words. */
const dockerWords: Readonly<Record<string, string>> = {
  environment: "`env`, a list of `name` and `value`",
  entrypoint: "`command`",
  user: "`securityContext.runAsUser`",
  working_dir: "`workingDir`",
  mem_limit: "`resources.limits.memory`",
  cpus: "`resources.limits.cpu`",
  gpus: "`resources.limits` with `nvidia.com/gpu`",
  shm_size: "`volumes` with an `emptyDir` of `medium: Memory`, mounted at /dev/shm",
  labels: "the document's own `labels`",
  public_url: "the document's `ingress_name` and `ingress_host`",
  networks: "nothing: every pod is on the cluster's network",
};

const kubernetesWords: Readonly<Record<string, string>> = {
  env: "`environment`",
  args: "`command`",
  workingDir: "`working_dir`",
  volumeMounts: "`volumes`",
  securityContext: "`user`",
  envFrom: "`environment`",
  nodeSelector: "nothing: a Docker engine does not choose nodes",
  tolerations: "nothing: a Docker engine has no taints",
  affinity: "nothing: a Docker engine does not choose nodes",
  imagePullPolicy: "nothing: the image is fetched when it is missing",
};

function explainForeignKey(path: Path, key: string, type: ClusterType): string | undefined {
  if (path.length > 0) return undefined;
  const own = (table: Readonly<Record<string, string>>) => (Object.hasOwn(table, key) ? table[key] : undefined);
  if (type === "docker" || type === "local") {
    const word =
      own(kubernetesWords) ??
      (type === "local" ? own(dockerWords) && "nothing: a local process has no container" : undefined);
    const here = type === "docker" ? "On Docker" : "For a local process";
    return (
      word && `"${key}" belongs to ${own(kubernetesWords) ? "Kubernetes" : "Docker"} clusters. ${here}, use ${word}.`
    );
  }
  const word = own(dockerWords);
  return word && `"${key}" belongs to Docker clusters. On Kubernetes, use ${word}.`;
}
