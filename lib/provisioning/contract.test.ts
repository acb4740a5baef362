import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { describeProvider } from "./contract/server/describe-provider";
import type { Backend } from "./contract/server/subject";
import { dockerProvider } from "./docker/provider";
import { createFakeCluster } from "./fake/provider";
import { kubernetesProvider } from "./kubernetes/provider";
import { localProvider } from "./local/provider";
import type { ClusterConfig, ClusterType } from "./provider";

const docker = process.env.BERTH_TEST_DOCKER;
const swarm = process.env.BERTH_TEST_SWARM;
const kubeconfig = process.env.BERTH_TEST_KUBECONFIG;
const image = "berth.test/workspace:1";

const config = (type: ClusterType, options: JsonObject, credentials: JsonObject = {}): ClusterConfig => ({
  id: `contract-${type}`,
  name: type,
  type,
  options,
  credentials,
});

const container = { environmentPath: "/cgi-bin/env", port: 6789, file: "/home/src/kept.txt" } as const;

describeProvider("the fake", async () => ({
  provider: createFakeCluster().provider,
  config: config("fake", {}),
  namespace: null,
  document: { container_config: { image } },
  environmentPath: "/",
  port: 6789,
  file: "kept.txt",
  cleanUp: async () => undefined,
}));

const environmentServer = `
  const body = Object.entries(process.env).map(([name, value]) => name + "=" + value).join("\\n");
  require("node:http").createServer((_, response) => response.end(body)).listen(Number(process.argv[1]), "127.0.0.1");
`;

describeProvider("this machine", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "berth-contract-"));
  return {
    provider: localProvider,
    config: config("local", { data_dir: folder }),
    namespace: null,
    document: { container_config: { command: ["{node}", "-e", environmentServer, "{port}"] } },
    environmentPath: "/",
    port: 6789,
    file: "kept.txt",
    cleanUp: () => rm(folder, { recursive: true, force: true }),
  };
});

describe.skipIf(!docker)("a Docker engine (needs BERTH_TEST_DOCKER: its socket)", () => {
  describeProvider("Docker", async () => ({
    ...container,
    provider: dockerProvider,
    config: config("docker", { host: `unix://${docker}` }),
    namespace: null,
    document: { container_config: { image } },
    cleanUp: async () => undefined,
  }));
});

describe.skipIf(!swarm)("a swarm (needs BERTH_TEST_SWARM: a manager's socket)", () => {
  describeProvider("Swarm", async () => ({
    ...container,
    provider: dockerProvider,
    config: { ...config("docker", { host: `unix://${swarm}`, swarm: true }), id: "contract-swarm", name: "swarm" },
    namespace: null,
    document: { container_config: { image } },
    cleanUp: async () => undefined,
  }));
});

describe.skipIf(!kubeconfig)("a Kubernetes cluster (needs BERTH_TEST_KUBECONFIG: its kubeconfig)", () => {
  describeProvider("Kubernetes", () => onKubernetes(kubeconfig ?? ""));
});

/** In a namespace of its own, which the suite makes and takes away: that is no right of Berth's, hence no call of its client. */
async function onKubernetes(file: string): Promise<Backend> {
  const credentials = { kubeconfig: await readFile(file, "utf8") };
  const namespace = `contract-${Math.random().toString(36).slice(2, 8)}`;
  // boundary-exception: a test makes a namespace, which no code of Berth's may
  const { CoreV1Api, KubeConfig } = await import("@kubernetes/client-node");
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(credentials.kubeconfig);
  const api = kubeConfig.makeApiClient(CoreV1Api);
  await api.createNamespace({ body: { metadata: { name: namespace } } });
  return {
    ...container,
    provider: kubernetesProvider,
    config: config("kubernetes", { namespace }, credentials),
    namespace,
    document: { container_config: { image }, storage_request_size: "64Mi" },
    cleanUp: async () => {
      await api.deleteNamespace({ name: namespace });
    },
  };
}
