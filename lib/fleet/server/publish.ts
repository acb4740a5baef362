import type { Services } from "@/lib/server/services";
import type { FleetDto } from "../dto";
import { countItems, toFleetDto, type FleetItemRecord, type FleetRecord } from "../record";
import { countsOfFleets } from "./store";

/** Tells open screens how a rollout stands, with the workspaces of it that have changed. */
export async function publishFleet(
  services: Services,
  fleet: FleetRecord,
  changed: readonly FleetItemRecord[],
): Promise<FleetDto> {
  const counts = (await countsOfFleets(services.db, [fleet.id])).get(fleet.id) ?? countItems([]);
  const data = toFleetDto(fleet, changed, counts);
  services.bus.publish({ type: "fleet", authorId: fleet.authorId, data });
  return data;
}
