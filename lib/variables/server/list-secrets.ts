import { canOn } from "@/lib/access/can";
import type { Call } from "@/lib/server/services";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { findFor, notFound, type Ref } from "@/lib/workspaces/server/authorise";
import { effectiveAsStored } from "@/lib/workspaces/server/refresh-settings";
import { findRevision } from "@/lib/workspaces/server/store";
import type { WorkspaceSecretsDto } from "../dto";
import { listOffered, listSecretRecords } from "./secret-store";

/** The secrets of a workspace by name, without values, and those that others offer it. */
export async function listSecrets(call: Call, ref: Ref): Promise<WorkspaceSecretsDto> {
  const { services, actor } = call;
  const { workspace, cluster } = await findFor(call, ref, "workspace:read");
  const sharing = services.settings.SHARE_SECRETS_ACROSS_WORKSPACES;
  const [records, offered, revision] = await Promise.all([
    listSecretRecords(services.db, workspace.id),
    sharing ? listOffered(services.db, cluster.config.id) : [],
    findRevision(services.db, workspace.id, workspace.appliedRevision),
  ]);
  if (!revision) throw notFound(ref);
  const { value } = await effectiveAsStored(services, cluster, { workspace, document: revision.document });
  const written = namesOf(value);
  return {
    items: records.map(({ name, shared, updatedAt, updatedBy }) => ({
      name,
      shared,
      updated_at: updatedAt.toISOString(),
      updated_by: updatedBy,
      hidden: written.has(name),
    })),
    offered: offered
      .filter((secret) => secret.workspace !== workspace.name)
      .map((secret) => ({ name: secret.name, workspace: secret.workspace })),
    sharing,
    may: {
      write: canOn(actor, "workspace:operate", workspace),
      share: canOn(actor, "workspace:offer-secrets", workspace),
    },
  };
}

/** Of the variables that the document, a template or a policy sets: they win over secrets. */
function namesOf({ container_config: container }: JsonObject): ReadonlySet<Json> {
  const env = isObject(container) && Array.isArray(container.env) ? container.env.filter(isObject) : [];
  return new Set(env.flatMap(({ name }) => (name === undefined ? [] : [name])));
}
