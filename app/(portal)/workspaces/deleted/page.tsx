import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeletedView } from "@/components/workspaces/deleted/deleted-view";
import { pageCall, requireActor } from "@/lib/access/server/page-actor";
import { listDeleted } from "@/lib/workspaces/server/restore";
import { restoreDeletedWorkspace } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("history.deleted"))("title") };
}

export default async function DeletedPage() {
  const { items } = await listDeleted(await pageCall(await requireActor()));
  return <DeletedView items={items} restore={restoreDeletedWorkspace} />;
}
