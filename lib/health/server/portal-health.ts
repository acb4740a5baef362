import { can } from "@/lib/access/can";
import type { HealthReport } from "@/lib/clusters/server/cluster-health";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { Settings } from "@/lib/config/settings";
import { worstStatus, type HealthCheck } from "@/lib/health/check";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { compilePatterns } from "@/lib/variables/patterns";

/** Everything that an administrator should know about the portal itself, each with what to do. */
export async function portalHealth(call: Call): Promise<HealthReport> {
  if (!can(call.actor, "health:read")) {
    throw new PortalError(
      "access/forbidden",
      "Your role does not let you see the portal's health. Ask an administrator.",
    );
  }
  const { settings, clusters } = call.services;
  const checks = [
    await databaseCheck(call),
    secretCheck(settings),
    ...clusterChecks(clusters.list()),
    ...variableChecks(settings),
    ...addressChecks(settings),
  ];
  return { status: worstStatus(checks), checks };
}

async function databaseCheck({ services }: Call): Promise<HealthCheck> {
  const kind = services.settings.DATABASE_URL === null ? "embedded" : "PostgreSQL";
  const answers = await services.db.$queryRaw`SELECT 1`.then(
    () => true,
    (error: unknown) => {
      services.log.error({ err: error }, "the database does not answer");
      return false;
    },
  );
  if (!answers) {
    return {
      code: "database/unreachable",
      status: "fail",
      summary: `The ${kind} database does not answer`,
      next_step: "Check DATABASE_URL and the database server; the portal's log has the reason.",
    };
  }
  const nextStep = kind === "embedded" ? "Set DATABASE_URL for production and for several replicas." : "";
  return {
    code: `database/${kind.toLowerCase()}`,
    status: "ok",
    summary: `The ${kind} database answers`,
    next_step: nextStep,
  };
}

function secretCheck(settings: Settings): HealthCheck {
  const own = settings.BERTH_SECRET !== null;
  if (own) return { code: "secret/set", status: "ok", summary: "BERTH_SECRET is set", next_step: "" };
  const severalReplicas = settings.DATABASE_URL !== null;
  return {
    code: "secret/in-data-directory",
    status: severalReplicas ? "warn" : "ok",
    summary: "The portal's secret is kept in the data directory",
    next_step: severalReplicas
      ? "Set BERTH_SECRET: every replica needs the same one, and a lost data directory would make stored secrets unreadable."
      : "Back up BERTH_DATA_DIR: without the secret, stored secrets cannot be opened.",
  };
}

function clusterChecks(clusters: readonly ConnectedCluster[]): readonly HealthCheck[] {
  if (clusters.length === 0) {
    return [
      {
        code: "clusters/none",
        status: "warn",
        summary: "There is no cluster yet",
        next_step: "Add one on the Clusters page, or set CLUSTER_TYPE.",
      },
    ];
  }
  return clusters.map(({ config: { name }, state, reason }): HealthCheck => {
    if (state === "connected")
      return { code: "cluster/connected", status: "ok", summary: `The cluster ${name} answers`, next_step: "" };
    const wait = state === "connecting";
    return {
      code: `cluster/${state}`,
      status: wait ? "warn" : "fail",
      summary: wait
        ? `The portal is connecting to the cluster ${name}`
        : `The cluster ${name} does not answer: ${reason ?? "no reason given"}`,
      next_step: wait
        ? "Wait a moment."
        : "Check its address, credentials and the network. Its workspaces go on; the portal tries again by itself.",
    };
  });
}

function variableChecks(settings: Settings): readonly HealthCheck[] {
  if (!settings.INHERIT_ENV_VARS) return [];
  if (!settings.USER_DEFINED_VARS) {
    if (settings.BERTH_DEPLOYMENT === "managed") return [];
    return [
      {
        code: "variables/none-named",
        status: "warn",
        summary: "INHERIT_ENV_VARS is on but USER_DEFINED_VARS is not set: workspaces inherit no variable",
        next_step:
          "Name the variables to inherit in USER_DEFINED_VARS, or set BERTH_DEPLOYMENT=managed to inherit all.",
      },
    ];
  }
  return compilePatterns(settings.USER_DEFINED_VARS).faults.map((fault) => ({
    code: "variables/pattern",
    status: "warn",
    summary: `USER_DEFINED_VARS: ${fault}`,
    next_step: "Correct the pattern; until then it matches nothing.",
  }));
}

function addressChecks(settings: Settings): readonly HealthCheck[] {
  const url = new URL(settings.BERTH_URL);
  const loopback = url.hostname === "localhost" || url.hostname.startsWith("127.");
  if (url.protocol === "https:" || loopback) return [];
  return [
    {
      code: "address/not-encrypted",
      status: "warn",
      summary: "The portal is reached over http from other machines: passwords and sessions travel in the clear",
      next_step: "Put a proxy with TLS in front and set BERTH_URL to its https address.",
    },
  ];
}
