import { z } from "zod";
import type { JsonObject } from "@/lib/shared/json";
import { parseQuantity } from "@/lib/shared/quantity";
import type { Container } from "./container";
import { checkName } from "./names";

/** Absent and `null` mean the same for most fields: nothing set here; in layers, `null` removes what a weaker one set. */
const field = <T extends z.ZodType>(schema: T) => schema.nullish();

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const dnsName = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const labelName = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)$/;

const name = z.string("The name must be a text.").superRefine((value, context) => {
  const fault = checkName(value);
  if (fault) context.addIssue({ code: "custom", message: fault });
});

/** Names of objects in Kubernetes: classes, claims, accounts, ingresses. */
const objectName = (what: string) =>
  z
    .string(`The ${what} must be a text.`)
    .max(253, `The ${what} may have at most 253 characters: Kubernetes allows no longer name.`)
    .regex(dnsName, `This is no name that Kubernetes allows for a ${what}: small letters, digits, hyphens and dots.`);

function checkLabelKey(key: string): string | null {
  const [last = "", prefix, ...more] = key.split("/").reverse();
  if (more.length > 0 || !labelName.test(last))
    return "letters, digits, - _ . with at most 63 characters, after at most one prefix and a slash";
  if (prefix !== undefined && (prefix.length > 253 || !dnsName.test(prefix)))
    return "the part before the slash must be a domain name";
  if (/(^|\.)(kubernetes\.io|k8s\.io|berth\.dev)$/.test(prefix ?? ""))
    return "this prefix is kept for Kubernetes and Berth";
  return null;
}

const labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()], "A label's value must be a text."))
  .superRefine((map, context) => {
    const entries = Object.entries(map);
    if (entries.length > 20)
      context.addIssue({
        code: "custom",
        message: `There are ${entries.length} labels; at most 20 are allowed, to keep lists readable.`,
      });
    for (const [key, value] of entries) {
      const fault = checkLabelKey(key);
      if (fault)
        context.addIssue({ code: "custom", path: [key], message: `"${key}" is no key for a label: ${fault}.` });
      const text = String(value ?? "");
      if (text !== "" && !labelName.test(text)) {
        context.addIssue({
          code: "custom",
          path: [key],
          message: "A label's value has at most 63 letters, digits, - _ . and begins and ends with a letter or digit.",
        });
      }
    }
  });

const port = z
  .int("The port must be a whole number.")
  .min(1, "Ports go from 1 to 65535.")
  .max(65535, "Ports go from 1 to 65535.");

const healthPath = z
  .string("The health path must be a text.")
  .max(1024, "The health path may have at most 1024 characters.")
  .regex(/^(\/[^\s#]*)?$/, 'The health path begins with "/" and has no spaces; "" checks the TCP port only.');

const storageSize = z.union([z.string(), z.number()], "The size must be a quantity such as 2Gi.").refine((value) => {
  const quantity = parseQuantity(value);
  return quantity !== null && quantity.nano > 0n;
}, "The size must be a quantity above zero, for example 2Gi or 500Mi.");

const seconds = z.int("This must be a whole number of seconds.");

const terminationPolicy = z.strictObject({
  enable_auto_termination: field(z.boolean("This must be true or false.")),
  max_idle_seconds: field(
    seconds
      .min(60, "At least 60 seconds: activity is looked at once a minute.")
      .max(31_536_000, "At most 31536000 seconds (a year)."),
  ),
});

const scriptPath = z
  .string("The path must be a text.")
  .min(1, "The path is empty.")
  .max(1024, "The path may have at most 1024 characters.")
  .refine(
    (path) => !path.split("/").includes(".."),
    'The path may not contain "..": scripts lie below the workspace\'s storage or the hook root.',
  )
  .refine((path) => !path.includes("\0"), "The path may not contain a zero character.");

const postStart = z.strictObject({
  command: field(
    z.union(
      [z.array(z.string()).min(1, "The command is empty."), z.string().min(1, "The command is empty.")],
      "The command must be a list of texts, or one text for sh -c.",
    ),
  ),
  hook_path: field(scriptPath),
  before_server: field(z.boolean("This must be true or false.")),
});

export const lifecycleSchema = z.strictObject({
  termination_policy: field(terminationPolicy),
  pre_start_script_path: field(scriptPath),
  post_start: field(postStart),
});

const cron = z
  .string("A schedule must be a text.")
  .regex(
    /^[0-9*/,-]+( [0-9A-Za-z*/,-]+){4}$/,
    'A schedule has five fields, for example "0 8 * * 1-5": minute, hour, day, month, weekday.',
  );

const schedule = z.strictObject({
  start: field(cron),
  stop: field(cron),
  time_zone: field(
    z
      .string("The time zone must be a text.")
      .regex(/^[A-Za-z0-9_+/-]{1,64}$/, "The time zone is a name such as Europe/Berlin."),
  ),
});

const access = z.strictObject({
  viewers_may_open: field(z.boolean("This must be true or false.")),
  schedule: field(schedule),
  expires_at: field(
    z.iso.datetime({ offset: true, error: "The time must be ISO 8601 with a zone, for example 2027-01-31T18:00:00Z." }),
  ),
});

/** `container_config` and `lifecycle_config` are parsed before (document.ts): here they are maps. */
const container = z.record(z.string(), z.unknown(), "This must be a map (key: value) or a YAML text of one.");

/** Fields that only a Kubernetes cluster understands (product section 2). */
const kubernetesShape = {
  namespace: field(
    z
      .string("The namespace must be a text.")
      .regex(dnsLabel, "A namespace has at most 63 small letters, digits and hyphens."),
  ),
  service_account_name: field(objectName("service account")),
  ingress_name: field(objectName("ingress")),
  ingress_type: field(z.enum(["nginx", "alb", "istio"], "The ingress type is nginx, alb or istio.")),
  ingress_path_type: field(
    z.enum(["ImplementationSpecific", "Prefix"], "The path type is ImplementationSpecific or Prefix."),
  ),
  ingress_host: field(objectName("host")),
  storage_class_name: field(objectName("storage class")),
  storage_request_size: field(storageSize),
  storage_access_mode: field(
    z.enum(
      ["ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany", "ReadWriteOncePod"],
      "The access mode is ReadWriteOnce, ReadWriteMany, ReadOnlyMany or ReadWriteOncePod.",
    ),
  ),
  pvc_retention_policy: field(z.enum(["Retain", "Delete"], "The retention policy is Retain or Delete.")),
  pvc_name: field(objectName("volume claim")),
  pvc_subpath: field(
    z
      .string("The subpath must be a text.")
      .max(1024, "The subpath may have at most 1024 characters.")
      .refine(
        (path) => !path.startsWith("/") && !path.split("/").includes(".."),
        'The subpath is relative and has no "..": it stays inside the shared volume.',
      ),
  ),
};

export const kubernetesFields: ReadonlySet<string> = new Set(Object.keys(kubernetesShape));

export const documentSchema = z.strictObject({
  name,
  cluster: field(
    z
      .string("The cluster must be a text.")
      .regex(dnsLabel, "This is no name of a cluster: small letters, digits and hyphens."),
  ),
  description: field(
    z
      .string("The description must be a text.")
      .max(500, "The description may have at most 500 characters: lists show it."),
  ),
  labels: field(labels),
  template: field(
    z
      .string("The template must be a text.")
      .regex(dnsLabel, "This is no name of a template: small letters, digits and hyphens."),
  ),
  container_config: field(container),
  port: field(port),
  health_path: field(healthPath),
  lifecycle_config: field(lifecycleSchema),
  access: field(access),
  ...kubernetesShape,
});

/** Keys that are known at a path of the document: for "did you mean". Indexes do not occur in these paths. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const shapes: Readonly<Record<string, object>> = {
    "": documentSchema.shape,
    lifecycle_config: lifecycleSchema.shape,
    "lifecycle_config.termination_policy": terminationPolicy.shape,
    "lifecycle_config.post_start": postStart.shape,
    access: access.shape,
    "access.schedule": schedule.shape,
  };
  return Object.keys(shapes[path.join(".")] ?? {});
}

/** A document that passed: `container_config` and `lifecycle_config` are maps, `container` is the common form of the former. */
export type WorkspaceDocument = z.infer<typeof documentSchema> & {
  readonly container_config: JsonObject;
  readonly container: Container;
};
