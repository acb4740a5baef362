/** Labels of Docker objects beside the standard ones of ../labels.ts. An engine cannot change labels: a new value is a new container. */
export const dockerLabels = {
  /** Counts the restarts that were asked for, so that a restart is an ordinary change. */
  restarts: "berth.dev/restarts",
  /** What the readiness check needs, so that the watch can do it without the database. */
  port: "berth.dev/port",
  healthPath: "berth.dev/health-path",
  /** JSON of `Owned`. */
  owned: "berth.dev/owned",
} as const;

/** The network that workspaces share unless their document names others. Made when first needed, never removed. */
export const sharedNetwork = "berth";

/** Its counterpart in a swarm: a bridge of that name on each node, since the addresses of an overlay lead nowhere outside of it. */
export const swarmNetwork = "berth-swarm";

/** A replacement is made complete under this name before the old container goes. No workspace's name has a dot. */
export const replacementName = (main: string): string => `${main}.next`;
export const isReplacement = (name: string): boolean => name.endsWith(".next");
