-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "templateOutdated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "templateVersion" INTEGER;

-- CreateTable
CREATE TABLE "TemplateVersion" (
    "name" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "authorEmail" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TemplateVersion_pkey" PRIMARY KEY ("name","number")
);

-- CreateTable
CREATE TABLE "TemplateState" (
    "name" TEXT NOT NULL,
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "deprecated" BOOLEAN NOT NULL DEFAULT false,
    "redirect" TEXT,

    CONSTRAINT "TemplateState_pkey" PRIMARY KEY ("name")
);
