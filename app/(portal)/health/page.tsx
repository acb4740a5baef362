import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalHealthView } from "@/components/clusters/portal-health-view";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { portalHealth } from "@/lib/health/server/portal-health";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("clusters.portal"))("title") };
}

export default async function HealthPage() {
  const { status, checks } = await portalHealth(await pageCall(await requirePermission("health:read")));
  return <PortalHealthView status={status} checks={checks} />;
}
