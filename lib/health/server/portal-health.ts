import { can } from "@/lib/access/can";
import type { HealthReport } from "@/lib/clusters/server/cluster-health";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Settings } from "@/lib/config/settings";
import { finding, worstStatus, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
import { describeFault } from "@/lib/policy/server/policy-file";
import type { Call } from "@/lib/server/services";
import { isPortalError, PortalError } from "@/lib/shared/errors";
import { compilePatterns } from "@/lib/variables/patterns";

/** Everything that an administrator should know about the portal itself, each with what to do. */
export async function portalHealth(call: Call): Promise<HealthReport> {
  if (!can(call.actor, "health:read")) {
    throw new PortalError("access/forbidden", say("access/no-health"));
  }
  const { settings, clusters } = call.services;
  const checks = [
    await databaseCheck(call),
    secretCheck(settings),
    ...clusterChecks(clusters.list()),
    ...variableChecks(settings),
    ...addressChecks(settings),
    ...policyFileChecks(call),
    ...(await policyChecks(call)),
  ];
  return { status: worstStatus(checks), checks };
}

async function databaseCheck({ services }: Call): Promise<HealthCheck> {
  const embedded = services.settings.DATABASE_URL === null;
  const kind = embedded ? say("health/embedded") : "PostgreSQL";
  const answers = await services.db.$queryRaw`SELECT 1`.then(
    () => true,
    (error: unknown) => {
      services.log.error({ err: error }, "the database does not answer");
      return false;
    },
  );
  if (!answers)
    return finding(
      "database/unreachable",
      "fail",
      say("health/database-silent", { kind }),
      say("health/database-silent-next"),
    );
  const next = embedded ? say("health/database-embedded-next") : undefined;
  return finding(
    embedded ? "database/embedded" : "database/postgresql",
    "ok",
    say("health/database-answers", { kind }),
    next,
  );
}

function secretCheck(settings: Settings): HealthCheck {
  const own = settings.BERTH_SECRET !== null;
  if (own) return finding("secret/set", "ok", say("health/secret-set"));
  const severalReplicas = settings.DATABASE_URL !== null;
  return finding(
    "secret/in-data-directory",
    severalReplicas ? "warn" : "ok",
    say("health/secret-in-folder"),
    say(severalReplicas ? "health/secret-replicas-next" : "health/secret-backup-next"),
  );
}

function clusterChecks(clusters: readonly ConnectedCluster[]): readonly HealthCheck[] {
  if (clusters.length === 0)
    return [finding("clusters/none", "warn", say("health/no-cluster"), say("health/no-cluster-next"))];
  return clusters.map(({ config: { name }, state, reason, reasonText }): HealthCheck => {
    if (state === "connected") return finding("cluster/connected", "ok", say("health/cluster-answers", { name }));
    if (state === "connecting")
      return finding(
        "cluster/connecting",
        "warn",
        say("health/cluster-connecting", { name }),
        say("health/cluster-connecting-next"),
      );
    const why = reason === null ? say("health/no-reason") : { message: reason, text: reasonText };
    return finding(
      "cluster/unreachable",
      "fail",
      say("health/cluster-silent", { name, reason: why }),
      say("health/cluster-silent-next"),
    );
  });
}

function variableChecks(settings: Settings): readonly HealthCheck[] {
  if (!settings.INHERIT_ENV_VARS) return [];
  if (!settings.USER_DEFINED_VARS) {
    if (settings.BERTH_DEPLOYMENT === "managed") return [];
    return [finding("variables/none-named", "warn", say("health/no-variables"), say("health/no-variables-next"))];
  }
  return compilePatterns(settings.USER_DEFINED_VARS).faults.map((fault) =>
    finding(
      "variables/pattern",
      "warn",
      say("plan/setting", { setting: "USER_DEFINED_VARS", fault }),
      say("health/pattern-next"),
    ),
  );
}

function addressChecks(settings: Settings): readonly HealthCheck[] {
  const url = new URL(settings.BERTH_URL);
  const loopback = url.hostname === "localhost" || url.hostname.startsWith("127.");
  if (url.protocol === "https:" || loopback) return [];
  return [finding("address/not-encrypted", "warn", say("health/not-encrypted"), say("health/not-encrypted-next"))];
}

/** A file that broke after it was read leaves the last good policy in force, which nobody would notice otherwise. */
function policyFileChecks({ services }: Call): readonly HealthCheck[] {
  const file = services.policies.file();
  if (!file) return [];
  const { path } = file;
  const [first, ...more] = file.faults;
  if (!first) return [finding("policy/file", "ok", say("health/policy-file", { path }))];
  const count = more.length + 1;
  return [
    finding(
      "policy/file-broken",
      "fail",
      say("health/policy-file-broken", { path, count, fault: { message: describeFault(first), text: first.text } }),
      say("health/policy-file-broken-next"),
    ),
  ];
}

async function policyChecks({ services }: Call): Promise<readonly HealthCheck[]> {
  try {
    await services.policies.inForce();
    return [];
  } catch (error) {
    if (!isPortalError(error)) throw error;
    return [finding("policy/unreadable", "fail", error, say("health/policy-unreadable-next"))];
  }
}
