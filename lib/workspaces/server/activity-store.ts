import type { Db } from "@/lib/server/db";
import type { ActivityDto } from "../dto";

export async function listActivityRecords(db: Db, workspaceId: string, take: number): Promise<readonly ActivityDto[]> {
  const rows = await db.activity.findMany({ where: { workspaceId }, orderBy: { id: "desc" }, take });
  return rows.map(({ id, at, actor, kind, message }) => ({
    id: String(id),
    at: at.toISOString(),
    actor,
    kind,
    message,
  }));
}
