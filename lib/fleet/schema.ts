import { z } from "zod";
import { clusterTypes } from "@/lib/provisioning/provider";
import { phases } from "@/lib/workspaces/phase";

const name = z.string().min(1).max(63);

/** Which workspaces: those that are named, or those that every filter fits. Empty: all that the person may see. */
export const fleetSelector = z
  .strictObject({
    workspaces: z
      .array(z.strictObject({ name, cluster: name.optional() }))
      .min(1)
      .max(2_000)
      .optional()
      .meta({ description: "By name; the other filters narrow them further" }),
    search: z.string().max(200).optional().meta({ description: "In name, owner, description and labels" }),
    phase: z.enum(phases).optional(),
    cluster: name.optional(),
    cluster_type: z.enum(clusterTypes).optional(),
    owner: z.string().max(254).optional().meta({ description: "E-mail of the owner, or `me`" }),
    label: z.string().max(200).optional().meta({ description: "`key` or `key=value`" }),
    template: name.optional(),
    outdated: z.literal(true).optional().meta({ description: "Made from an older version of their template" }),
  })
  .meta({ id: "FleetSelector" });
export type FleetSelector = z.infer<typeof fleetSelector>;

export const fleetActions = ["update", "restart", "re-add-routes"] as const;

/** One change for all: of the document, of the settings, both, or neither (what is stored is applied again). */
export const fleetChange = z.strictObject({
  action: z.enum(fleetActions).default("update"),
  patch: z
    .record(z.string(), z.json())
    .optional()
    .meta({ description: "Merge patch (RFC 7396) of every document; with `update` only" }),
  update_workspace_settings: z.boolean().default(false),
  message: z.string().max(500).optional(),
});
export type FleetChange = z.infer<typeof fleetChange>;

export const fleetPlanBody = fleetChange.extend({ selector: fleetSelector });
export type FleetPlanInput = z.infer<typeof fleetPlanBody>;

const count = (most: number) => z.int().min(1).max(most);

export const fleetApplyBody = z.strictObject({
  plan_hash: z.string().min(1).max(200),
  batch: count(1_000)
    .default(10)
    .meta({ description: "Workspaces in a stage; the next one begins when all have ended" }),
  max_unavailable: count(1_000).default(1).meta({ description: "How many may be not ready at once" }),
  max_failures: count(1_000).default(1).meta({ description: "The rollout pauses when so many have failed" }),
  apply: z.enum(["now", "next-restart"]).default("now"),
});
export type FleetApplyInput = z.infer<typeof fleetApplyBody>;

export const fleetListQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).optional() });
