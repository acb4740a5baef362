/** One coded finding about the portal or a cluster. */
export type HealthCheck = {
  readonly code: string;
  readonly status: "ok" | "warn" | "fail";
  readonly summary: string;
  readonly next_step: string;
};
