import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClustersView } from "@/components/clusters/clusters-view";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { connectCluster, forgetCluster } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clusters"))("title") };
}

export default async function ClustersPage() {
  const actor = await requirePermission("cluster:read");
  return (
    <ClustersView
      first={await listClusters(await pageCall(actor))}
      mayInspect={can(actor, "cluster:inspect")}
      mayAdopt={can(actor, "cluster:adopt")}
      mayWrite={can(actor, "cluster:write")}
      addCluster={connectCluster}
      removeCluster={forgetCluster}
    />
  );
}
