import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { RolloutView } from "@/components/fleet/rollout-view";
import { can } from "@/lib/access/can";
import { pageCall, requirePermission } from "@/lib/access/server/page-actor";
import { getFleet } from "@/lib/fleet/server/get-fleet";
import { isPortalError } from "@/lib/shared/errors";
import { steerFleet } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("fleet"))("rollout") };
}

export default async function RolloutPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requirePermission("fleet:read");
  const { id } = await params;
  const fleet = await getFleet(await pageCall(actor), id).catch((error: unknown) => {
    if (isPortalError(error) && error.code === "not-found") notFound();
    throw error;
  });
  // Whoever sees a rollout may steer it: its author and administrators.
  return <RolloutView initial={fleet} maySteer={can(actor, "fleet:write")} actions={{ steer: steerFleet }} />;
}
