/** One coded finding about the portal or a cluster. */
export type HealthCheck = {
  readonly code: string;
  readonly status: "ok" | "warn" | "fail";
  readonly summary: string;
  readonly next_step: string;
};

const severity: readonly HealthCheck["status"][] = ["ok", "warn", "fail"];

export const worstStatus = (checks: readonly HealthCheck[]): HealthCheck["status"] =>
  checks.reduce<HealthCheck["status"]>(
    (worst, { status }) => (severity.indexOf(status) > severity.indexOf(worst) ? status : worst),
    "ok",
  );
