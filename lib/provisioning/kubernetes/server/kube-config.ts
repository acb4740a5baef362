import type { KubeConfig, User } from "@kubernetes/client-node";
import { PortalError } from "@/lib/shared/errors";
import type { ClusterConfig } from "../../provider";

/**
 * The kubeconfig of a cluster: text that an administrator pasted, else the pod's own service account, else the portal's default file.
 * Imported lazily: the library costs 300 ms and 60 MB.
 */
export async function loadKubeConfig(config: ClusterConfig): Promise<KubeConfig> {
  const library = await import("@kubernetes/client-node");
  const kubeConfig = new library.KubeConfig();
  const text = config.credentials.kubeconfig;
  if (typeof text === "string" && text.trim() !== "") {
    readText(kubeConfig, text);
    kubeConfig.users.forEach(refuseForeignCode);
    if (kubeConfig.clusters.some((cluster) => cluster.caFile)) throw fileRefused("certificate-authority");
  } else {
    kubeConfig.loadFromDefault();
  }
  const context = config.options.context;
  if (typeof context === "string" && context !== "") {
    if (!kubeConfig.getContextObject(context)) {
      const known = kubeConfig.getContexts().map((entry) => entry.name);
      throw rejected(`The kubeconfig has no context ${context}. It has: ${known.join(", ") || "none"}.`);
    }
    kubeConfig.setCurrentContext(context);
  }
  if (!kubeConfig.getCurrentCluster()) {
    throw rejected(
      "The kubeconfig names no cluster for its current context. Set current-context, or choose a context.",
    );
  }
  return kubeConfig;
}

function readText(kubeConfig: KubeConfig, text: string): void {
  try {
    kubeConfig.loadFromString(text);
  } catch (error) {
    throw new PortalError(
      "cluster/rejected",
      "The kubeconfig cannot be read. Paste the whole file, as `kubectl config view --raw --flatten` prints it.",
      {
        cause: error,
      },
    );
  }
}

/** A pasted kubeconfig must not start programs or read files on the portal's machine. */
function refuseForeignCode(user: User): void {
  if (user.exec || user.authProvider) {
    throw rejected(
      `The user ${user.name} of the kubeconfig signs in by a program, which Berth does not start. Use a service account's token or a client certificate.`,
    );
  }
  if (user.certFile || user.keyFile) throw fileRefused("client-certificate");
}

const fileRefused = (field: string): PortalError =>
  rejected(
    `The kubeconfig refers to a file (${field}). Put the content in it: \`kubectl config view --raw --flatten\`.`,
  );

const rejected = (text: string): PortalError => new PortalError("cluster/rejected", text);
