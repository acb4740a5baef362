-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "adopted" TEXT;
