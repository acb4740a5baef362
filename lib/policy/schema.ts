import { z } from "zod";
import { issueOf } from "@/lib/i18n/issue";
import { plain, say, type PlainCode } from "@/lib/i18n/say";
import { parseQuantity } from "@/lib/shared/quantity";
import { compilePatterns } from "@/lib/variables/patterns";
import { documentSchema } from "@/lib/workspaces/schema";
import { denyRules } from "./policy";

/** Fields of a document that one text for all workspaces cannot decide, with the reason. */
export const ownFields: Readonly<Record<string, PlainCode>> = {
  name: "policy/own-name",
  cluster: "policy/own-cluster",
  template: "policy/own-template",
  template_version: "policy/own-template",
  parameters: "policy/own-template",
  description: "policy/own-description",
  pvc_subpath: "policy/own-folder",
};

const defaults = documentSchema.omit({
  name: true,
  cluster: true,
  template: true,
  template_version: true,
  parameters: true,
  description: true,
  pvc_subpath: true,
}).shape;

const flag = z.boolean(plain("field/boolean")).nullish();

const amount = z.union([z.string(), z.number()], plain("policy/amount")).refine((value) => {
  const quantity = parseQuantity(value);
  return quantity !== null && quantity.nano >= 0n;
}, plain("policy/amount-positive"));

const resourceName = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

const amounts = z
  .record(z.string(), amount, plain("policy/amounts"))
  .superRefine((map, context) => {
    for (const key of Object.keys(map)) {
      if (!resourceName.test(key)) context.addIssue(issueOf(say("policy/resource-name", { key }), [key]));
    }
  })
  .nullish();

export const maximumSchema = z.strictObject({
  resources: z.strictObject({ requests: amounts, limits: amounts }, plain("policy/map")).nullish(),
  storage: amount.nullish(),
  max_idle_seconds: z.int(plain("field/seconds")).min(20, plain("field/idle-short")).nullish(),
});

const imagePattern = z
  .string(plain("policy/pattern-text"))
  .min(1, plain("policy/pattern-empty"))
  .superRefine((pattern, context) => {
    for (const fault of compilePatterns(pattern).faults) context.addIssue(issueOf(fault));
  });

export const requireSchema = z.strictObject({
  images: z.array(imagePattern, plain("policy/patterns")).nullish(),
  labels: z
    .array(z.string(plain("policy/label-text")).min(1, plain("policy/label-empty")), plain("policy/labels"))
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
        z.enum(denyRules, { error: () => say("policy/rule", { rules: denyRules.join(", ") }).message }),
        plain("policy/list"),
      )
      .nullish(),
    require: requireSchema.nullish(),
  },
  plain("policy/no-map"),
);

/** Keys of the policy itself; all others are defaults in the shape of a document. */
export const policyKeys = ["enabled", "enforce", "strict", "maximum", "deny", "require"] as const;
