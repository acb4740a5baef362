import { canOnFleet, reachesAllFleets, type FleetAction } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import type { ListDto } from "@/lib/workspaces/dto";
import type { FleetDto, FleetSummaryDto } from "../dto";
import { countItems, toFleetDto, toFleetSummary, type FleetRecord } from "../record";
import { requireFleet } from "./plan-fleet";
import { countsOfFleets, findFleet, itemsOfFleet, listFleetRecords } from "./store";

/** One's own rollouts, and all for administrators, newest first. */
export async function listFleets(
  call: Call,
  { limit = 50 }: { readonly limit?: number } = {},
): Promise<ListDto<FleetSummaryDto>> {
  requireFleet(call, "fleet:read");
  const { services, actor } = call;
  const author = reachesAllFleets(actor, "fleet:read") ? null : actor.userId;
  const { items, total } = await listFleetRecords(services.db, author, limit);
  const counts = await countsOfFleets(
    services.db,
    items.map(({ id }) => id),
  );
  const summaries = items.map((fleet) => toFleetSummary(fleet, counts.get(fleet.id) ?? countItems([])));
  return { items: summaries, next_cursor: null, total };
}

export async function getFleet(call: Call, id: string): Promise<FleetDto> {
  const fleet = await fleetFor(call, id, "fleet:read");
  return toFleetDto(fleet, await itemsOfFleet(call.services.db, id));
}

/** What may not be seen does not exist; what may be seen but not done is refused. */
export async function fleetFor(call: Call, id: string, action: FleetAction): Promise<FleetRecord> {
  const fleet = await findFleet(call.services.db, id);
  if (!fleet || !canOnFleet(call.actor, "fleet:read", fleet))
    throw new PortalError("not-found", say("fleet/not-found", { id }));
  if (!canOnFleet(call.actor, action, fleet)) throw new PortalError("access/forbidden", say("fleet/no-right"));
  return fleet;
}
