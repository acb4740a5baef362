import type { KubeConfig } from "@kubernetes/client-node";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import type { Json } from "@/lib/shared/json";
import type { ClusterConfig } from "../../provider";
import { checkKubeconfig } from "../pasted-kubeconfig";

/**
 * The kubeconfig of a cluster: text that an administrator pasted, else the pod's own service account, else the portal's default file.
 * Imported lazily: the library costs 300 ms and 60 MB.
 */
export async function loadKubeConfig(config: ClusterConfig): Promise<KubeConfig> {
  const library = await import("@kubernetes/client-node");
  const kubeConfig = new library.KubeConfig();
  const text = config.credentials.kubeconfig;
  if (typeof text === "string" && text.trim() !== "") {
    loadText(kubeConfig, JSON.stringify(checkKubeconfig(text)));
  } else {
    readFile(kubeConfig, config.options.kubeconfig_path);
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

function loadText(kubeConfig: KubeConfig, text: string): void {
  try {
    kubeConfig.loadFromString(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "it is incomplete";
    throw new PortalError("document/invalid", say("api/kubeconfig-unusable", { reason }), { cause: error });
  }
}

/** The portal's own: the file that its settings name, else KUBECONFIG, the pod's service account or the home directory's file. */
function readFile(kubeConfig: KubeConfig, path: Json | undefined): void {
  try {
    if (typeof path === "string" && path !== "") kubeConfig.loadFromFile(path);
    else kubeConfig.loadFromDefault();
  } catch (error) {
    throw new PortalError("cluster/rejected", say("api/own-kubeconfig"), {
      cause: error,
    });
  }
}

const rejected = (text: string): PortalError => new PortalError("cluster/rejected", text);
