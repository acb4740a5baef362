-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "drift" JSONB;

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "kind" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "authorEmail" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("kind","number")
);
