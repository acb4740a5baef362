export const phases = [
  "queued",
  "creating",
  "starting",
  "running",
  "unhealthy",
  "stopping",
  "stopped",
  "failed",
  "deleting",
  "unknown",
] as const;
export type Phase = (typeof phases)[number];
