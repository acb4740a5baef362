import type { Effect, KindRule } from "../plan";

/** Fields that the supervisor takes over while the process runs; every other one needs a new process. */
const live = new Set(["running", "health_path", "grace_seconds"]);

/** Of a change in the Process manifest. */
export const processEffect = (path: string): Effect => (live.has(path) ? "live" : "restart");

export const localRules: Readonly<Record<string, KindRule>> = {
  Folder: { order: 0, owned: ["workspace"], effect: () => "live", onDelete: "data-loss", storage: true },
  Process: {
    order: 1,
    owned: [
      "command",
      "environment",
      "working_dir",
      "port",
      "document_port",
      "health_path",
      "grace_seconds",
      "limits",
      "running",
      "restarts",
    ],
    effect: processEffect,
    onDelete: "restart",
    state: ["running"],
    listKey: (path) => (path === "environment" ? "name" : undefined),
  },
};
