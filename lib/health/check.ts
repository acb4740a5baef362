import type { Sayable, Text } from "@/lib/i18n/text";

/** One coded finding about the portal or a cluster. */
export type HealthCheck = {
  readonly code: string;
  readonly status: "ok" | "warn" | "fail";
  readonly summary: string;
  readonly next_step: string;
  /** Summary and next step as code and parameters, for other languages. */
  readonly texts?: { readonly summary?: Text | undefined; readonly next_step?: Text | undefined };
};

export const finding = (
  code: string,
  status: HealthCheck["status"],
  summary: Sayable,
  next?: Sayable,
): HealthCheck => ({
  code,
  status,
  summary: summary.message,
  next_step: next?.message ?? "",
  texts: { summary: summary.text, next_step: next?.text },
});

const severity: readonly HealthCheck["status"][] = ["ok", "warn", "fail"];

export const worstStatus = (checks: readonly HealthCheck[]): HealthCheck["status"] =>
  checks.reduce<HealthCheck["status"]>(
    (worst, { status }) => (severity.indexOf(status) > severity.indexOf(worst) ? status : worst),
    "ok",
  );
