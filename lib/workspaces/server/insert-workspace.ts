import { plain } from "@/lib/i18n/say";
import type { Db } from "@/lib/server/db";
import { newId } from "@/lib/server/ids";
import type { JsonObject } from "@/lib/shared/json";
import type { OperationRecord, WorkspaceRecord } from "../record";
import { toOperationRecord, toWorkspaceRecord, type OperationRow, type WorkspaceRow } from "./rows";

export type NewWorkspace = Pick<
  WorkspaceRecord,
  | "id"
  | "name"
  | "clusterId"
  | "ownerId"
  | "description"
  | "labels"
  | "template"
  | "templateVersion"
  | "templateOutdated"
  | "namespace"
  | "port"
  | "viewersMayOpen"
  | "names"
  | "inherited"
  | "image"
  | "cpu"
  | "memory"
  | "idlePolicy"
  | "schedule"
  | "expiresAt"
  | "postStart"
> & {
  readonly document: JsonObject;
  readonly documentYaml: string;
  readonly authorEmail: string;
  readonly now: Date;
  /** For one that is taken over: what it was, sealed, whether it runs, and what its activity tells. */
  readonly adopted?: { readonly sealed: string; readonly running: boolean; readonly deed: string };
};

const jsonOrNull = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

export type Inserted = { readonly workspace: WorkspaceRecord; readonly operation: OperationRecord };

/**
 * Workspace, first revision, operation and activity, all or nothing. Null: the name is taken on that cluster. One statement, because somebody
 * waits for it and the embedded database does one thing after the other.
 */
export async function insertWorkspace(db: Db, made: NewWorkspace): Promise<Inserted | null> {
  const { id, authorEmail, now, adopted } = made;
  const operation: OperationRow = {
    id: newId(),
    workspaceId: id,
    // What is taken over is there already: giving up on it must not stop it.
    kind: adopted ? "update" : "create",
    state: "queued",
    progress: [],
    error: null,
    attempts: 0,
    authorEmail,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
  };
  const rows = await db.$queryRaw<WorkspaceRow[]>`
    WITH made AS (
      INSERT INTO "Workspace" ("id", "name", "clusterId", "liveKey", "ownerId", "description", "labels", "template", "templateVersion",
        "templateOutdated", "namespace", "port",
        "viewersMayOpen", "names", "desired", "revision", "inherited", "adopted", "phase", "image", "cpu", "memory", "idlePolicy", "schedule", "expiresAt",
        "postStart", "createdAt", "updatedAt")
      VALUES (${id}, ${made.name}, ${made.clusterId}, ${`${made.clusterId}/${made.name}`}, ${made.ownerId}, ${made.description},
        ${JSON.stringify(made.labels)}::jsonb, ${made.template}, ${made.templateVersion}::int, ${made.templateOutdated}, ${made.namespace}, ${made.port}, ${made.viewersMayOpen},
        ${JSON.stringify(made.names)}::jsonb, ${adopted?.running === false ? "stopped" : "running"}, 1,
        ${made.inherited}, ${adopted?.sealed ?? null}, 'queued', ${made.image}, ${made.cpu}, ${made.memory},
        ${jsonOrNull(made.idlePolicy)}::jsonb, ${jsonOrNull(made.schedule)}::jsonb, ${made.expiresAt}, ${jsonOrNull(made.postStart)}::jsonb,
        ${now}, ${now})
      ON CONFLICT DO NOTHING
      RETURNING *
    ), first AS (
      INSERT INTO "Revision" ("workspaceId", "number", "document", "documentYaml", "authorEmail", "createdAt")
      SELECT "id", 1, ${JSON.stringify(made.document)}::jsonb, ${made.documentYaml}, ${authorEmail}, ${now}::timestamptz FROM made
    ), wish AS (
      INSERT INTO "Operation" ("id", "workspaceId", "kind", "state", "authorEmail", "createdAt")
      SELECT ${operation.id}, "id", ${operation.kind}, ${operation.state}, ${authorEmail}, ${now}::timestamptz FROM made
    ), told AS (
      INSERT INTO "Activity" ("workspaceId", "at", "actor", "kind", "message")
      SELECT "id", ${now}::timestamptz, ${authorEmail}, ${adopted ? "adopt" : "create"}, ${adopted?.deed ?? plain("deed/created")} FROM made
    )
    SELECT * FROM made`;
  const row = rows[0];
  return row ? { workspace: toWorkspaceRecord(row, authorEmail), operation: toOperationRecord(operation) } : null;
}
