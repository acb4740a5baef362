-- CreateTable
CREATE TABLE "Fleet" (
    "id" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "authorEmail" TEXT NOT NULL,
    "tokenId" TEXT,
    "selector" JSONB NOT NULL,
    "change" JSONB NOT NULL,
    "planHash" TEXT NOT NULL,
    "apply" TEXT NOT NULL DEFAULT 'now',
    "batch" INTEGER NOT NULL DEFAULT 1,
    "maxUnavailable" INTEGER NOT NULL DEFAULT 1,
    "maxFailures" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL,
    "forgiven" INTEGER NOT NULL DEFAULT 0,
    "reason" JSONB,
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Fleet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FleetItem" (
    "fleetId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "workspaceId" TEXT,
    "name" TEXT NOT NULL,
    "cluster" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stage" INTEGER,
    "effect" TEXT NOT NULL,
    "planHash" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "reasons" JSONB NOT NULL DEFAULT '[]',
    "operationId" TEXT,
    "liveKey" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FleetItem_pkey" PRIMARY KEY ("fleetId","position")
);

-- CreateIndex
CREATE INDEX "Fleet_state_createdAt_idx" ON "Fleet"("state", "createdAt");

-- CreateIndex
CREATE INDEX "Fleet_authorId_createdAt_idx" ON "Fleet"("authorId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "FleetItem_liveKey_key" ON "FleetItem"("liveKey");

-- CreateIndex
CREATE INDEX "FleetItem_fleetId_state_stage_idx" ON "FleetItem"("fleetId", "state", "stage");

-- AddForeignKey
ALTER TABLE "FleetItem" ADD CONSTRAINT "FleetItem_fleetId_fkey" FOREIGN KEY ("fleetId") REFERENCES "Fleet"("id") ON DELETE CASCADE ON UPDATE CASCADE;
