import { can } from "@/lib/access/can";
import { environmentVariables } from "@/lib/clusters/server/cluster-variables";
import { findCluster } from "@/lib/clusters/server/find-cluster";
import { listVariableRecords } from "@/lib/clusters/server/variable-store";
import type { Call } from "@/lib/server/services";
import { countOutdated } from "@/lib/workspaces/server/settings-store";
import type { VariableDto, VariablesDto } from "../dto";
import { explainInheritance } from "../explain";
import { listOffered } from "./secret-store";

/** All variables of a cluster by name, with where each comes from, who inherits it and how many workspaces have another value. */
export async function listVariables(call: Call, clusterName: string): Promise<VariablesDto> {
  const { services, actor } = call;
  const { settings, db } = services;
  const cluster = findCluster(call, clusterName, "variable:read", "doing/see-variables");
  const { id } = cluster.config;
  const [records, outdated, offered] = await Promise.all([
    listVariableRecords(db, id),
    countOutdated(db, id),
    listOffered(db, id),
  ]);
  const explain = explainInheritance(settings);
  const about = (name: string) => ({ inherited_by: explain(name), outdated: outdated.get(name) ?? 0 });
  const stored = records.map(({ name, value, secret, updatedAt, updatedBy, shownAt, shownBy }): VariableDto => ({
    name,
    value: secret ? null : value,
    secret,
    source: "portal",
    updated_at: updatedAt.toISOString(),
    updated_by: updatedBy || null,
    shown_at: shownAt?.toISOString() ?? null,
    shown_by: shownBy,
    ...about(name),
  }));
  const names = new Set(stored.map(({ name }) => name));
  const file = new Set(settings.clusterVariablesOfFile);
  // What the portal's own environment holds may well be secret without saying so.
  const shown = can(actor, "secret:read");
  const own = environmentVariables(services, cluster)
    .filter(([name]) => !names.has(name))
    .map(([name, value]): VariableDto => ({
      name,
      value: shown ? value : null,
      secret: false,
      source: file.has(name) ? "file" : "environment",
      updated_at: null,
      updated_by: null,
      shown_at: null,
      shown_by: null,
      ...about(name),
    }));
  const list = settings.USER_DEFINED_VARS;
  return {
    items: [...stored, ...own].sort((a, b) => (a.name < b.name ? -1 : 1)),
    inheritance: {
      on: settings.INHERIT_ENV_VARS,
      list,
      all: !list && settings.BERTH_DEPLOYMENT === "managed",
      sharing: settings.SHARE_SECRETS_ACROSS_WORKSPACES,
    },
    shared_secrets: offered,
  };
}
