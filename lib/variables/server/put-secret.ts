import { can, canOn } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { faultError, PortalError } from "@/lib/shared/errors";
import { authorise, findFor, type Found, type Ref } from "@/lib/workspaces/server/authorise";
import { beingDeleted } from "@/lib/workspaces/server/operate-workspace";
import { refreshSettingsInBackground, refreshWorkspace } from "@/lib/workspaces/server/refresh-settings";
import type { WorkspaceSecretsDto } from "../dto";
import { secretFault, sharingFault } from "../names";
import { listSecrets } from "./list-secrets";
import { listOffered, listSecretRecords, removeSecret, sharedKeyOf, writeSecret } from "./secret-store";

/** A value to write, whether all workspaces of the cluster are offered the secret, or both. */
export type SecretInput = { readonly value?: string | undefined; readonly shared?: boolean | undefined };

const mostSecrets = 200;

/**
 * Writes a secret of a workspace, or offers or withdraws it. Values are for those who may change the workspace; offering, and writing what is
 * offered, for its owner alone; withdrawing also for administrators. Nothing restarts: the workspace is marked as "settings changed".
 */
export async function putSecret(call: Call, ref: Ref, name: string, input: SecretInput): Promise<WorkspaceSecretsDto> {
  const { services, actor } = call;
  const withdraws = input.shared === false && input.value === undefined;
  const found = await findFor(
    call,
    ref,
    withdraws && can(actor, "variable:write") ? "workspace:read" : "workspace:operate",
  );
  const { workspace, cluster } = found;
  if (workspace.desired === "absent") throw beingDeleted(workspace);
  const records = await listSecretRecords(services.db, workspace.id);
  const before = records.find((record) => record.name === name);
  checkInput(name, input, before !== undefined, records.length);
  checkSharing(call, found, { name, input, shared: before?.shared ?? false });
  const { value, shared } = input;
  const offers = shared === true && before?.shared !== true;
  const ends = shared === false && before?.shared === true;
  const written = await writeSecret(services.db, {
    workspaceId: workspace.id,
    name,
    value: value === undefined ? undefined : services.secrets.seal(value),
    sharedKey: shared === undefined ? undefined : shared ? sharedKeyOf(cluster.config.id, name) : null,
    by: actor.email,
    at: services.clock.now(),
    deeds: [
      ...(value === undefined ? [] : [say("deed/secret-set", { name }).message]),
      ...(offers ? [say("deed/secret-offered", { name }).message] : []),
      ...(ends ? [say("deed/secret-withdrawn", { name }).message] : []),
    ],
  });
  if (written === "taken") throw await offeredAlready(call, found, name);
  if (written === "missing") throw secretNotFound(workspace.name, name);
  await refresh(call, found, (before?.shared ?? false) || offers);
  return listSecrets(call, ref);
}

/** Removes a secret, and with it the offer of it. */
export async function deleteSecret(call: Call, ref: Ref, name: string): Promise<WorkspaceSecretsDto> {
  const { services, actor } = call;
  const found = await findFor(call, ref, "workspace:operate");
  const { workspace } = found;
  const before = (await listSecretRecords(services.db, workspace.id)).find((record) => record.name === name);
  if (before?.shared === true) authorise(call, workspace, "workspace:offer-secrets");
  const removal = {
    workspaceId: workspace.id,
    name,
    by: actor.email,
    at: services.clock.now(),
    deed: say("deed/secret-removed", { name }).message,
  };
  if (!(await removeSecret(services.db, removal))) throw secretNotFound(workspace.name, name);
  await refresh(call, found, before?.shared ?? false);
  return listSecrets(call, ref);
}

function checkInput(name: string, { value, shared }: SecretInput, exists: boolean, count: number): void {
  const fault =
    secretFault(name, value ?? "") ??
    (value === undefined && !exists ? say("variable/value-missing", { name }) : null) ??
    (value === undefined && shared === undefined ? say("secret/nothing") : null) ??
    (!exists && count >= mostSecrets ? say("secret/many", { most: mostSecrets }) : null);
  if (fault) throw faultError("document/invalid", { path: name, ...fault });
}

type Sharing = { readonly name: string; readonly input: SecretInput; readonly shared: boolean };

function checkSharing({ services, actor }: Call, { workspace }: Found, { name, input, shared }: Sharing): void {
  const stays = shared && input.shared !== false;
  const offers = input.shared === true;
  // Whoever may change the workspace but does not own it would otherwise change what runs in those of others.
  if ((offers || (stays && input.value !== undefined)) && !canOn(actor, "workspace:offer-secrets", workspace)) {
    const only = say("secret/only-owner", { workspace: workspace.name, owner: workspace.ownerEmail });
    throw new PortalError("access/forbidden", only);
  }
  if (!offers) return;
  const fault = services.settings.SHARE_SECRETS_ACROSS_WORKSPACES ? sharingFault(name) : say("secret/sharing-off");
  if (fault) throw faultError("document/invalid", { path: "shared", ...fault });
}

/** The workspace at once, so that the page shows its badge; the others of the cluster when there is time. */
async function refresh({ services }: Call, { workspace, cluster }: Found, others: boolean): Promise<void> {
  await refreshWorkspace(services, cluster, workspace.id);
  if (others) refreshSettingsInBackground(services, cluster);
}

async function offeredAlready({ services }: Call, { cluster }: Found, name: string): Promise<PortalError> {
  const other = (await listOffered(services.db, cluster.config.id)).find((secret) => secret.name === name);
  return new PortalError("conflict", say("secret/offered-already", { name, workspace: other?.workspace ?? "?" }));
}

const secretNotFound = (workspace: string, name: string): PortalError =>
  new PortalError("not-found", say("secret/not-found", { workspace, name }));
