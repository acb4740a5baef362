import type { Services } from "@/lib/server/services";
import { countItems, toFleetDto, type FleetItemRecord } from "../record";
import { countsOfFleets, findFleet } from "./store";

/** Tells open screens how a rollout stands now, with the workspaces of it that have changed. */
export async function publishFleet(
  services: Services,
  id: string,
  changed: readonly FleetItemRecord[] = [],
): Promise<void> {
  const [fleet, counts] = await Promise.all([findFleet(services.db, id), countsOfFleets(services.db, [id])]);
  if (!fleet) return;
  const data = toFleetDto(fleet, changed, counts.get(id) ?? countItems([]));
  services.bus.publish({ type: "fleet", authorId: fleet.authorId, data });
}
