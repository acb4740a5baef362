import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { fleetStates, itemStates } from "@/lib/fleet/rollout";
import { fleetApplyBody, fleetChange, fleetListQuery, fleetPlanBody, fleetSelector } from "@/lib/fleet/schema";
import { effects } from "@/lib/provisioning/plan";
import { identified, json, operationOf } from "./operation";
import { anyObject, list } from "./shapes";

const time = z.iso.datetime();
const counts = z.record(z.enum(itemStates), z.int());
const item = z
  .object({
    position: z.int(),
    workspace_id: z.string().nullable(),
    name: z.string(),
    cluster: z.string(),
    state: z.enum(itemStates),
    stage: z.int().nullable().meta({ description: "From 1; null: never touched" }),
    effect: z.enum(effects),
    reasons: z.array(anyObject),
    operation_id: z.string().nullable(),
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: "FleetItem", description: "One workspace of a fleet change" });
const plan = z
  .object({
    id: z.string(),
    plan_hash: z.string(),
    effect: z.enum(effects),
    selector: fleetSelector,
    change: fleetChange,
    effects: z.record(z.enum(effects), z.int()),
    counts,
    items: z.array(item),
    expires_at: time,
  })
  .meta({ id: "FleetPlan" });
const summary = z
  .object({
    id: z.string(),
    state: z.enum(fleetStates),
    reason: anyObject.nullable(),
    selector: fleetSelector,
    change: fleetChange,
    plan_hash: z.string(),
    apply: z.enum(["now", "next-restart"]),
    batch: z.int(),
    max_unavailable: z.int(),
    max_failures: z.int(),
    counts,
    by: z.string(),
    created_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: "FleetSummary" });
const fleet = summary.extend({ items: z.array(item) }).meta({ id: "Fleet" });

const steering = (verb: "pause" | "resume" | "stop", text: string): ZodOpenApiPathsObject => ({
  [`/fleet/{id}/${verb}`]: {
    post: operationOf("fleet", `${verb}Fleet`, text, fleet, { requestParams: identified }, "202"),
  },
});

/** `/fleet`. */
export const fleetPaths: ZodOpenApiPathsObject = {
  "/fleet": {
    get: operationOf("fleet", "listFleets", "Your rollouts, and all for administrators, newest first", list(summary), {
      requestParams: { query: fleetListQuery },
    }),
  },
  "/fleet/plan": {
    post: operationOf("fleet", "planFleet", "What one change would do to each of many workspaces", plan, {
      requestBody: json(fleetPlanBody),
    }),
  },
  "/fleet/apply": {
    post: operationOf(
      "fleet",
      "applyFleet",
      "Roll a plan out in stages; 409 busy where another rollout has a workspace",
      fleet,
      { requestBody: json(fleetApplyBody) },
      "202",
    ),
  },
  "/fleet/{id}": {
    get: operationOf("fleet", "getFleet", "A rollout with what became of each workspace", fleet, {
      requestParams: identified,
    }),
  },
  ...steering("pause", "Begin no further workspace"),
  ...steering("resume", "Go on with those that wait"),
  ...steering("stop", "Leave those that wait out, for good"),
};
