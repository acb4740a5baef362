import { clusterTypes, type ClusterConfig, type ClusterType } from "@/lib/provisioning/provider";
import type { Sealer } from "@/lib/secrets/server/sealer";
import type { Db } from "@/lib/server/db";
import { isObject } from "@/lib/shared/json";

/** A cluster as stored, with its credentials opened. */
export type ClusterRecord = {
  readonly config: ClusterConfig;
  readonly isDefault: boolean;
  /** `environment`: from the settings of this start. */
  readonly source: "environment" | "portal";
  readonly createdAt: Date;
};

type Row = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly isDefault: boolean;
  readonly source: string;
  readonly options: unknown;
  readonly credentials: string;
  readonly createdAt: Date;
};

const typeOf = (text: string): ClusterType => clusterTypes.find((type) => type === text) ?? "fake";

function toRecord(row: Row, secrets: Sealer): ClusterRecord {
  const credentials: unknown = JSON.parse(secrets.open(row.credentials));
  return {
    config: {
      id: row.id,
      name: row.name,
      type: typeOf(row.type),
      options: isObject(row.options) ? row.options : {},
      credentials: isObject(credentials) ? credentials : {},
    },
    isDefault: row.isDefault,
    source: row.source === "environment" ? "environment" : "portal",
    createdAt: row.createdAt,
  };
}

export async function listClusterRecords(db: Db, secrets: Sealer): Promise<readonly ClusterRecord[]> {
  const rows = await db.cluster.findMany({ orderBy: { createdAt: "asc" } });
  return rows.map((row) => toRecord(row, secrets));
}

/** Makes the record, or brings the one of that name up to date. Exactly one cluster is the default afterwards when `isDefault`. */
export async function saveClusterRecord(
  db: Db,
  secrets: Sealer,
  record: Omit<ClusterRecord, "createdAt">,
): Promise<ClusterRecord> {
  const { id, name, type, options, credentials } = record.config;
  const data = {
    type,
    isDefault: record.isDefault,
    source: record.source,
    options,
    credentials: secrets.seal(JSON.stringify(credentials)),
  };
  const [, row] = await db.$transaction([
    db.cluster.updateMany({ where: record.isDefault ? { isDefault: true } : { id: "" }, data: { isDefault: false } }),
    db.cluster.upsert({ where: { name }, create: { id, name, ...data }, update: data }),
  ]);
  return toRecord(row, secrets);
}

/** With the history of its deleted workspaces. Fails while one is alive. */
export async function deleteClusterRecord(db: Db, id: string): Promise<void> {
  await db.$transaction([
    db.workspace.deleteMany({ where: { clusterId: id, deletedAt: { not: null } } }),
    db.cluster.delete({ where: { id } }),
  ]);
}

/** Live workspaces by cluster id. */
export async function countWorkspaces(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.workspace.groupBy({ by: ["clusterId"], where: { deletedAt: null }, _count: { _all: true } });
  return new Map(rows.map((row) => [row.clusterId, row._count._all]));
}
