import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CreateView } from "@/components/workspaces/create/lazy";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { listTemplates } from "@/lib/templates/server/list-templates";
import { checkWorkspaceDocument } from "../actions";
import { createNewWorkspace, previewNewWorkspace } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("editor"))("create.title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewWorkspacePage({ searchParams }: Props) {
  const call = await pageCall(await requirePermission("workspace:create"));
  const { cluster } = await searchParams;
  const clusters = await listClusters(call);
  const templates = await Promise.all(
    clusters.map(async ({ name }) => [name, await listTemplates(call, name)] as const),
  );
  return (
    <CreateView
      clusters={clusters.map(({ name, type, state, reason, reason_text, is_default }) => ({
        name,
        type,
        state,
        reason,
        reason_text,
        is_default,
      }))}
      templates={Object.fromEntries(templates)}
      wishedCluster={typeof cluster === "string" ? cluster : null}
      actions={{ check: checkWorkspaceDocument, preview: previewNewWorkspace, create: createNewWorkspace }}
    />
  );
}
