import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
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
type Words = Sayable | string;

const dockerWords: Readonly<Record<string, Words>> = {
  environment: say("words/env"),
  entrypoint: "`command`",
  user: "`securityContext.runAsUser`",
  working_dir: "`workingDir`",
  mem_limit: "`resources.limits.memory`",
  cpus: "`resources.limits.cpu`",
  gpus: say("words/gpus"),
  shm_size: say("words/shared-memory"),
  labels: say("words/labels"),
  public_url: say("words/ingress"),
};

const kubernetesWords: Readonly<Record<string, Words>> = {
  env: "`environment`",
  args: "`command`",
  workingDir: "`working_dir`",
  volumeMounts: "`volumes`",
  securityContext: "`user`",
  envFrom: "`environment`",
};

/** Why a key of the other type is not needed here. */
const needlessOnDocker: Readonly<Record<string, Sayable>> = {
  tolerations: say("words/no-taints"),
  affinity: say("words/no-nodes"),
  imagePullPolicy: say("words/pulled-anyway"),
};

const needlessOnKubernetes: Readonly<Record<string, Sayable>> = { networks: say("words/one-network") };

function explainForeignKey(path: Path, key: string, type: ClusterType): Sayable | undefined {
  if (path.length > 0) return undefined;
  const own = <T>(table: Readonly<Record<string, T>>) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const foreign = type === "docker" || type === "local" ? "Kubernetes" : "Docker";
  const [words, needless] =
    foreign === "Docker"
      ? [own(dockerWords), own(needlessOnKubernetes)]
      : [own(kubernetesWords), own(needlessOnDocker)];
  if (words && type === "local") return say("document/foreign-key-local", { key, owner: foreign, words });
  if (words) return say("document/foreign-key", { key, owner: foreign, here: placeNames[type], words });
  if (needless) return say("document/foreign-key-needless", { key, owner: foreign, reason: needless });
  const ofContainer = type === "local" && (own(dockerWords) ?? own(needlessOnKubernetes));
  if (!ofContainer) return undefined;
  return say("document/foreign-key-needless", { key, owner: "Docker", reason: say("words/no-container") });
}

const placeNames = { docker: "Docker", local: "Docker", kubernetes: "Kubernetes", fake: "Kubernetes" } as const;
