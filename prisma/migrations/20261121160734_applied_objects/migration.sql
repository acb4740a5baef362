-- CreateTable
CREATE TABLE "AppliedObjects" (
    "workspaceId" TEXT NOT NULL,
    "objects" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AppliedObjects_pkey" PRIMARY KEY ("workspaceId")
);

-- AddForeignKey
ALTER TABLE "AppliedObjects" ADD CONSTRAINT "AppliedObjects_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
