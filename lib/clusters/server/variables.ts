import { can } from "@/lib/access/can";
import { say, type Said } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { faultError, PortalError } from "@/lib/shared/errors";
import { isNeverInherited } from "@/lib/variables/inherit";
import { refreshSettingsInBackground } from "@/lib/workspaces/server/refresh-settings";
import { findCluster } from "./find-cluster";
import { listVariableRecords, removeVariable, saveVariable } from "./variable-store";

/** `value` is null for secrets: they are written, never read back. */
export type VariableDto = {
  readonly name: string;
  readonly value: string | null;
  readonly secret: boolean;
  /** `environment`: of the portal's own environment or BERTH_CONFIG, not to be changed here. */
  readonly source: "environment" | "portal";
  readonly updated_at: string | null;
};

export type VariableInput = { readonly name: string; readonly value: string; readonly secret: boolean };

const mostCharacters = 65_536;

export async function listVariables(call: Call, clusterName: string): Promise<readonly VariableDto[]> {
  const { services, actor } = call;
  const cluster = findCluster(call, clusterName, "variable:read", "doing/see-variables");
  const stored = (await listVariableRecords(services.db, cluster.config.id)).map(
    ({ name, value, secret, updatedAt }): VariableDto => ({
      name,
      value: secret ? null : value,
      secret,
      source: "portal",
      updated_at: updatedAt.toISOString(),
    }),
  );
  const names = new Set(stored.map(({ name }) => name));
  // What the portal's own environment holds may well be secret without saying so.
  const shown = can(actor, "secret:read");
  const own = cluster.source === "environment" ? Object.entries(services.settings.clusterVariables) : [];
  const inherited = own
    .filter(([name]) => !names.has(name))
    .map(([name, value]): VariableDto => ({
      name,
      value: shown ? value : null,
      secret: false,
      source: "environment",
      updated_at: null,
    }));
  return [...stored, ...inherited].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function putVariable(call: Call, clusterName: string, input: VariableInput): Promise<VariableDto> {
  const { services } = call;
  const cluster = findCluster(call, clusterName, "variable:write", "doing/change-variables");
  const { name, value, secret } = input;
  const fault = faultOf(input);
  if (fault) throw faultError("document/invalid", { path: "name", ...fault });
  const saved = await saveVariable(services.db, cluster.config.id, {
    name,
    secret,
    value: secret ? services.secrets.seal(value) : value,
  });
  refreshSettingsInBackground(services, cluster);
  return { name, value: secret ? null : value, secret, source: "portal", updated_at: saved.updatedAt.toISOString() };
}

function faultOf({ name, value }: VariableInput): Said | null {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,252}$/.test(name)) return say("variable/name-form");
  if (isNeverInherited(name)) return say("variable/own-setting", { name });
  if (value.length > mostCharacters) return say("variable/too-long", { most: mostCharacters });
  return value.includes("\0") ? say("variable/zero") : null;
}

export async function deleteVariable(
  call: Call,
  clusterName: string,
  name: string,
): Promise<{ readonly removed: string }> {
  const { services } = call;
  const cluster = findCluster(call, clusterName, "variable:write", "doing/change-variables");
  const removed = await removeVariable(services.db, cluster.config.id, name);
  if (!removed) throw new PortalError("not-found", say("variable/not-found", { cluster: clusterName, name }));
  refreshSettingsInBackground(services, cluster);
  return { removed: name };
}
