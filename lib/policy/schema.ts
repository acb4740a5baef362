import { z } from "zod";
import { parseQuantity } from "@/lib/shared/quantity";
import { compilePatterns } from "@/lib/variables/patterns";
import { documentSchema } from "@/lib/workspaces/schema";
import { denyRules } from "./policy";

/** Fields of a document that one text for all workspaces cannot decide, with the reason. */
export const ownFields: Readonly<Record<string, string>> = {
  name: "every workspace has its own name",
  cluster: "where a workspace runs is decided when it is made",
  template: "its user chooses the template",
  description: "it is about one workspace",
  pvc_subpath: "all workspaces would share one folder; set WORKSPACE_PVC_SUBPATH_PREFIX instead",
};

const defaults = documentSchema.omit({
  name: true,
  cluster: true,
  template: true,
  description: true,
  pvc_subpath: true,
}).shape;

const flag = z.boolean("This must be true or false.").nullish();

const amount = z.union([z.string(), z.number()], "This must be a quantity such as 500m, 2 or 8Gi.").refine((value) => {
  const quantity = parseQuantity(value);
  return quantity !== null && quantity.nano >= 0n;
}, "This must be a quantity such as 500m, 2 or 8Gi, not below zero.");

const resourceName = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

const amounts = z
  .record(z.string(), amount, "This must be a map such as { cpu: 2, memory: 8Gi }.")
  .superRefine((map, context) => {
    for (const key of Object.keys(map)) {
      if (!resourceName.test(key))
        context.addIssue({
          code: "custom",
          path: [key],
          message: `"${key}" is no name of a resource such as cpu, memory or nvidia.com/gpu.`,
        });
    }
  })
  .nullish();

export const maximumSchema = z.strictObject({
  resources: z.strictObject({ requests: amounts, limits: amounts }, "This must be a map.").nullish(),
  storage: amount.nullish(),
  max_idle_seconds: z
    .int("This must be a whole number of seconds.")
    .min(60, "At least 60 seconds: activity is looked at once a minute.")
    .nullish(),
});

const imagePattern = z
  .string("A pattern must be a text.")
  .min(1, "This pattern is empty.")
  .superRefine((pattern, context) => {
    for (const { message } of compilePatterns(pattern).faults) context.addIssue({ code: "custom", message });
  });

export const requireSchema = z.strictObject({
  images: z.array(imagePattern, "This must be a list of patterns such as registry.example.com/*.").nullish(),
  labels: z
    .array(z.string("A label's key must be a text.").min(1, "This key is empty."), "This must be a list of label keys.")
    .nullish(),
  resources: flag,
  termination_policy: flag,
});

/** A policy's text, once `container_config` and `lifecycle_config` are maps. An unknown key is an error (product section 3). */
export const policySchema = z.strictObject(
  {
    enabled: flag,
    enforce: flag,
    strict: flag,
    ...defaults,
    maximum: maximumSchema.nullish(),
    deny: z
      .array(
        z.enum(denyRules, { error: () => `There is no such rule. Rules: ${denyRules.join(", ")}.` }),
        "This must be a list.",
      )
      .nullish(),
    require: requireSchema.nullish(),
  },
  "A policy must be a map (key: value).",
);

/** Keys of the policy itself; all others are defaults in the shape of a document. */
export const policyKeys = ["enabled", "enforce", "strict", "maximum", "deny", "require"] as const;
