import type { Provider } from "../provider";
import { buildLocal } from "./build";
import { localPhase } from "./phase";
import { localRules } from "./rules";

/** Workspaces as processes of this machine, run as the portal's own user (product, section 9). */
export const localProvider: Provider = {
  type: "local",
  build: buildLocal,
  rules: localRules,
  phaseOf: localPhase,
  connect: async (config) => {
    // boundary-exception: connect is the door to I/O
    const { connectLocal } = await import("./server/connect");
    return connectLocal(config);
  },
};
