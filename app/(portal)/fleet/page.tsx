import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FleetList } from "@/components/fleet/fleet-list";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { listFleets } from "@/lib/fleet/server/get-fleet";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("fleet"))("title") };
}

export default async function FleetPage() {
  const actor = await requirePermission("fleet:read");
  const first = await listFleets(await pageCall(actor), { limit: 200 });
  return <FleetList first={first} mayWrite={can(actor, "fleet:write")} />;
}
