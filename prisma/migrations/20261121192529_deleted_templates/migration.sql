-- AlterTable
ALTER TABLE "TemplateState" ADD COLUMN     "deletedThrough" INTEGER NOT NULL DEFAULT 0;
