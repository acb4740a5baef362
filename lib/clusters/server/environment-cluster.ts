import { readFile } from "node:fs/promises";
import path from "node:path";
import { ownPod, programPath } from "@/lib/config/server/env";
import type { Settings } from "@/lib/config/settings";
import type { ClusterConfig } from "@/lib/provisioning/provider";
import { newId } from "@/lib/server/ids";
import type { JsonObject } from "@/lib/shared/json";
import type { ClusterRecord } from "./store";

/** The default cluster that the settings describe (product, section 9); its name is its type. Null: none is set and local is not allowed. */
export async function environmentCluster(settings: Settings): Promise<Omit<ClusterRecord, "createdAt"> | null> {
  const type = settings.CLUSTER_TYPE;
  if (type === null) return null;
  const config: ClusterConfig = { id: newId(), name: type, type, ...(await sourcesOf[type](settings)) };
  return { config, isDefault: true, source: "environment" };
}

type Sources = Pick<ClusterConfig, "options" | "credentials">;

const sourcesOf: Readonly<Record<NonNullable<Settings["CLUSTER_TYPE"]>, (settings: Settings) => Promise<Sources>>> = {
  kubernetes: async (settings) => ({
    options: {
      ...(settings.KUBE_NAMESPACE === null ? {} : { namespace: settings.KUBE_NAMESPACE }),
      ...(settings.KUBECONFIG === null ? {} : { kubeconfig_path: settings.KUBECONFIG }),
      ...(settings.INHERIT_POD_ANNOTATIONS ? { own_pod: await findOwnPod() } : {}),
      // For the health check: workspaces take it from the settings.
      ...(settings.WORKSPACE_INGRESS_NAME === null
        ? {}
        : { ingress: { name: settings.WORKSPACE_INGRESS_NAME, type: settings.WORKSPACE_INGRESS_TYPE } }),
    },
    // The provider reads the file or the pod's account itself: its tokens change while the portal runs.
    credentials: {},
  }),
  docker: async (settings) => ({
    options: {
      host: settings.DOCKER_HOST,
      tls_verify: settings.DOCKER_TLS_VERIFY,
      swarm: settings.DOCKER_SWARM_MODE,
      bind_roots: settings.BERTH_DOCKER_BIND_ROOTS,
    },
    credentials: settings.DOCKER_CERT_PATH === null ? {} : await readCertificates(settings.DOCKER_CERT_PATH),
  }),
  local: async (settings) => ({
    // The programs that whoever starts the portal has at hand are those that templates are offered for.
    options: { data_dir: path.resolve(settings.BERTH_DATA_DIR), path: programPath() },
    credentials: {},
  }),
};

/** Every pod with a service account finds its namespace there. */
const namespaceFile = "/var/run/secrets/kubernetes.io/serviceaccount/namespace";

async function findOwnPod(): Promise<JsonObject> {
  const { name, namespace } = ownPod();
  if (namespace !== null) return { name, namespace };
  try {
    return { name, namespace: (await readFile(namespaceFile, "utf8")).trim() };
  } catch {
    // Not in a pod, or in one without an account: the plan says that the annotations are not known.
    return { name, namespace: null };
  }
}

async function readCertificates(folder: string): Promise<JsonObject> {
  const read = (name: string) => readFile(path.join(folder, `${name}.pem`), "utf8");
  const [ca, cert, key] = await Promise.all([read("ca"), read("cert"), read("key")]);
  return { ca, cert, key };
}
