-- DropIndex
DROP INDEX "Workspace_deletedAt_createdAt_idx";

-- DropIndex
DROP INDEX "Workspace_deletedAt_lastActivityAt_idx";

-- DropIndex
DROP INDEX "Workspace_deletedAt_name_idx";

-- CreateIndex
CREATE INDEX "Workspace_name_id_idx" ON "Workspace"("name", "id");

-- CreateIndex
CREATE INDEX "Workspace_createdAt_id_idx" ON "Workspace"("createdAt", "id");
