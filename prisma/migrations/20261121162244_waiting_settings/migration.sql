-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "waitingInherited" TEXT;
