import { allowsLocal } from "@/lib/config/parse-settings";
import { say, type Said } from "@/lib/i18n/say";
import type { ClusterConfig, ClusterType, Provider } from "@/lib/provisioning/provider";
import { newId } from "@/lib/server/ids";
import type { Call } from "@/lib/server/services";
import { faultError, PortalError, type Fault } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import type { ClusterDto } from "@/lib/workspaces/dto";
import path from "node:path";
import { allow } from "./find-cluster";
import { saveClusterRecord } from "./store";
import { toClusterDto } from "./to-dto";

export type AddClusterInput = {
  readonly name: string;
  readonly type: Exclude<ClusterType, "fake">;
  readonly is_default?: boolean | undefined;
  /** Text of the file; sealed, never shown again. */
  readonly kubeconfig?: string | undefined;
  /** Null or absent: the kubeconfig's current context. */
  readonly context?: string | null | undefined;
  readonly namespace?: string | null | undefined;
  readonly allowed_namespaces?: readonly string[] | undefined;
  /** As DOCKER_HOST. */
  readonly host?: string | undefined;
  /** Docker: services of the swarm that the engine manages, instead of containers. */
  readonly swarm?: boolean | undefined;
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string } | null | undefined;
};

const connectMilliseconds = 10_000;

/** Connects once to prove that the cluster answers, then stores it with its credentials sealed. */
export async function addCluster(call: Call, input: AddClusterInput): Promise<ClusterDto> {
  const { services } = call;
  allow(call, "cluster:write", "doing/add-clusters");
  const [first, ...more] = faultsOf(call, input);
  if (first) throw faultError("document/invalid", first, ...more);
  const provider = services.clusters.provider(input.type);
  if (!provider) throw new PortalError("document/invalid", say("cluster/type-unknown", { type: input.type }));
  const config: ClusterConfig = { id: newId(), name: input.name, type: input.type, ...partsOf(call, input) };
  await prove(provider, config, call.signal);
  const isDefault = input.is_default === true || services.clusters.list().length === 0;
  const record = await saveClusterRecord(services.db, services.secrets, { config, isDefault, source: "portal" });
  await services.clusters.add(record);
  services.log.info({ cluster: input.name, by: call.actor.userId }, "cluster added");
  return toClusterDto(services.clusters.get(record.config.id), 0);
}

function faultsOf(call: Call, input: AddClusterInput): readonly Fault[] {
  const faults: Fault[] = [];
  const fault = (field: string, said: Said) => faults.push({ path: field, ...said });
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(input.name) || input.name.length > 20 || input.name.includes("--")) {
    fault("name", say("cluster/name-form"));
  }
  if (call.services.clusters.byName(input.name)) fault("name", say("cluster/name-taken", { name: input.name }));
  if (input.type === "kubernetes" && !input.kubeconfig?.trim()) {
    fault("kubeconfig", say("cluster/kubeconfig-missing"));
  }
  if (input.type === "docker" && !input.host?.trim()) fault("host", say("cluster/host-missing"));
  if (input.type === "local" && !allowsLocal(call.services.settings)) {
    fault("type", say("cluster/local-refused"));
  }
  return faults;
}

function partsOf(
  call: Call,
  input: AddClusterInput,
): { readonly options: JsonObject; readonly credentials: JsonObject } {
  const { settings } = call.services;
  const { kubeconfig = "", context, namespace, allowed_namespaces: allowed, host = "", tls, swarm } = input;
  if (input.type === "kubernetes") {
    const options = {
      ...(context ? { context } : {}),
      ...(namespace ? { namespace } : {}),
      ...(allowed ? { allowed_namespaces: allowed } : {}),
    };
    return { options, credentials: { kubeconfig } };
  }
  if (input.type === "docker") {
    const options = {
      host: host.trim(),
      tls_verify: Boolean(tls),
      ...(swarm ? { swarm } : {}),
      bind_roots: settings.BERTH_DOCKER_BIND_ROOTS,
    };
    return { options, credentials: tls ? { ...tls } : {} };
  }
  // A folder of its own: two local clusters must not find each other's processes.
  return { options: { data_dir: path.resolve(settings.BERTH_DATA_DIR, "clusters", input.name) }, credentials: {} };
}

async function prove(provider: Provider, config: ClusterConfig, signal: AbortSignal): Promise<void> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(connectMilliseconds)]);
  const runtime = await provider.connect(config);
  try {
    // Facts may be known without a connection (an engine alone); the capacity is the backend's own answer.
    await runtime.facts(limited);
    if (config.type === "docker") await runtime.capacity(limited);
  } finally {
    await runtime.close();
  }
}
