import type { z } from "zod";
import type { FleetDto, FleetPlanDto } from "@/lib/fleet/dto";
import type { fleetApplyBody, fleetPlanBody } from "@/lib/fleet/schema";
import type { JsonObject } from "@/lib/shared/json";
import type { ActionResult } from "@/lib/shared/action-result";

export const fleetVerbs = ["pause", "resume", "stop"] as const;
export type FleetVerb = (typeof fleetVerbs)[number];

type PlanInput = Omit<z.input<typeof fleetPlanBody>, "patch"> & { readonly patch?: JsonObject };

/** What the pages let these screens do. */
export type FleetActions = {
  readonly plan: (input: PlanInput) => Promise<ActionResult<FleetPlanDto>>;
  readonly apply: (input: z.input<typeof fleetApplyBody>) => Promise<ActionResult<FleetDto>>;
  readonly steer: (input: { readonly id: string; readonly verb: FleetVerb }) => Promise<ActionResult<FleetDto>>;
};
