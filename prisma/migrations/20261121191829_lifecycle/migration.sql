-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "expiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "idleCheckAt" TIMESTAMPTZ(3),
ADD COLUMN     "idlePolicy" JSONB,
ADD COLUMN     "idleStopsAt" TIMESTAMPTZ(3),
ADD COLUMN     "idleWarnedAt" TIMESTAMPTZ(3),
ADD COLUMN     "keepUntil" TIMESTAMPTZ(3),
ADD COLUMN     "postStart" JSONB,
ADD COLUMN     "postStartFor" TEXT,
ADD COLUMN     "schedule" JSONB,
ADD COLUMN     "scheduleNextAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ActivityEvidence" (
    "workspaceId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" JSONB,

    CONSTRAINT "ActivityEvidence_pkey" PRIMARY KEY ("workspaceId","source")
);

-- CreateIndex
CREATE INDEX "Workspace_idleCheckAt_idx" ON "Workspace"("idleCheckAt");

-- CreateIndex
CREATE INDEX "Workspace_scheduleNextAt_idx" ON "Workspace"("scheduleNextAt");

-- CreateIndex
CREATE INDEX "Workspace_expiresAt_idx" ON "Workspace"("expiresAt");

-- AddForeignKey
ALTER TABLE "ActivityEvidence" ADD CONSTRAINT "ActivityEvidence_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
