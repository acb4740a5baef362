import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewChange } from "@/components/fleet/lazy";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listClusters } from "@/lib/clusters/server/list-clusters";
import { applyFleetChange, planFleetChange } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("fleet"))("new") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewFleetChangePage({ searchParams }: Props) {
  const actor = await requirePermission("fleet:write");
  const { from, change } = await searchParams;
  const clusters = can(actor, "cluster:read") ? await listClusters(await pageCall(actor)) : [];
  return (
    <NewChange
      clusters={clusters.map(({ name, type }) => ({ name, type }))}
      fromSelection={from === "selection"}
      withSettings={change === "settings"}
      actions={{ plan: planFleetChange, apply: applyFleetChange }}
    />
  );
}
