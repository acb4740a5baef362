import type { Provider } from "../provider";
import { keepForm } from "./adopt/keep-form";
import { adoptedNames, readDocument } from "./adopt/read-document";
import { buildKubernetes } from "./build/build";
import { kubernetesRules } from "./diff-rules";
import { kubernetesPhase } from "./phase";
import { seenRoute, wantedRoute } from "./route/route";

/** Workspaces as StatefulSets. */
export const kubernetesProvider: Provider = {
  type: "kubernetes",
  build: buildKubernetes,
  rules: kubernetesRules,
  phaseOf: kubernetesPhase,
  wantedRoute,
  seenRoute,
  adoption: { read: readDocument, names: adoptedNames, keepForm },
  connect: async (config) => {
    // boundary-exception: connect is the door to I/O
    const { connectKubernetes } = await import("./server/connect");
    return connectKubernetes(config);
  },
};
