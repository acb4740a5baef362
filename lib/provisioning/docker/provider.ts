import type { Provider } from "../provider";
import { dockerAdoption } from "./adopt/adoption";
import { buildDocker } from "./build/build";
import { dockerRules } from "./diff-rules";
import { dockerPhase } from "./phase";

/** Workspaces as containers of one Docker engine. */
export const dockerProvider: Provider = {
  type: "docker",
  build: buildDocker,
  rules: dockerRules,
  phaseOf: dockerPhase,
  adoption: dockerAdoption,
  connect: async (config) => {
    // boundary-exception: connect is the door to I/O
    const { connectDocker } = await import("./server/connect");
    return connectDocker(config);
  },
};
