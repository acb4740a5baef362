import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { apiQuery, filterFromParams } from "@/components/workspaces/table/list-query";
import { WorkspacesView } from "@/components/workspaces/table/workspaces-view";
import { can } from "@/lib/access/can";
import { pageCall, requireActor } from "@/lib/access/server/page-actor";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { listWorkspaces } from "@/lib/workspaces/server/list-workspaces";
import { operateWorkspaces } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("workspaces"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function WorkspacesPage({ searchParams }: Props) {
  const actor = await requireActor();
  const call = await pageCall(actor);
  const asked = await searchParams;
  const filter = filterFromParams({ get: (name) => (typeof asked[name] === "string" ? asked[name] : null) });
  const [first, clusters] = await Promise.all([
    listWorkspaces(call, { ...apiQuery(filter, actor.email), limit: 100, offset: 0 }),
    can(actor, "cluster:read") ? listClusters(call) : [],
  ]);
  return (
    <WorkspacesView
      actor={actor}
      clusters={clusters.map(({ name }) => name)}
      first={first}
      operate={operateWorkspaces}
      refused={typeof asked["refused"] === "string" ? asked["refused"].slice(0, 100) : null}
    />
  );
}
