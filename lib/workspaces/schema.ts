import { z } from "zod";
import { issueOf } from "@/lib/i18n/issue";
import { plain, say, type Said } from "@/lib/i18n/say";
import type { JsonObject } from "@/lib/shared/json";
import { isCron, isTimeZone } from "@/lib/schedules/schedule";
import { parseQuantity } from "@/lib/shared/quantity";
import type { Container } from "./container";
import { appliedByLabel } from "./applied-by";
import { checkName } from "./names";

/** Absent and `null` mean the same for most fields: nothing set here; in layers, `null` removes what a weaker one set. */
const field = <T extends z.ZodType>(schema: T) => schema.nullish();

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const dnsName = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const labelName = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)$/;

const name = z.string(plain("field/name-text")).superRefine((value, context) => {
  const fault = checkName(value);
  if (fault) context.addIssue(issueOf(fault));
});

/** Names of objects in Kubernetes: classes, claims, accounts, ingresses. */
const objectName = z
  .string(plain("field/object-text"))
  .max(253, plain("field/object-long"))
  .regex(dnsName, plain("field/object-form"));

function checkLabelKey(key: string): Said | null {
  const [last = "", prefix, ...more] = key.split("/").reverse();
  if (more.length > 0 || !labelName.test(last)) return say("field/label-key", { key });
  if (prefix !== undefined && (prefix.length > 253 || !dnsName.test(prefix))) return say("field/label-prefix", { key });
  if (key === appliedByLabel) return null;
  if (/(^|\.)(kubernetes\.io|k8s\.io|berth\.dev)$/.test(prefix ?? "")) return say("field/label-prefix-kept", { key });
  return null;
}

const labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()], plain("field/label-value-text")))
  .superRefine((map, context) => {
    const entries = Object.entries(map);
    if (entries.length > 20) context.addIssue(issueOf(say("field/labels-many", { count: entries.length })));
    for (const [key, value] of entries) {
      const fault = checkLabelKey(key);
      if (fault) context.addIssue(issueOf(fault, [key]));
      const text = String(value ?? "");
      if (text !== "" && !labelName.test(text)) {
        context.addIssue(issueOf(say("field/label-value"), [key]));
      }
    }
  });

const port = z.int(plain("field/port-whole")).min(1, plain("field/port-range")).max(65535, plain("field/port-range"));

const healthPath = z
  .string(plain("field/health-path-text"))
  .max(1024, plain("field/health-path-long"))
  .regex(/^(\/[^\s#]*)?$/, plain("field/health-path-form"));

const storageSize = z.union([z.string(), z.number()], plain("field/size")).refine((value) => {
  const quantity = parseQuantity(value);
  return quantity !== null && quantity.nano > 0n;
}, plain("field/size-positive"));

const seconds = z.int(plain("field/seconds"));

const terminationPolicy = z.strictObject({
  enable_auto_termination: field(z.boolean(plain("field/boolean"))),
  max_idle_seconds: field(seconds.min(20, plain("field/idle-short")).max(31_536_000, plain("field/idle-long"))),
  activity_probe: field(
    z
      .string(plain("idle/probe-form"))
      .max(1024, plain("idle/probe-form"))
      .regex(/^(mage|jupyter|none|\/[^\s#]*)$/, plain("idle/probe-form")),
  ),
  activity_cpu: field(
    z.union([z.string(), z.number()], plain("idle/cpu-form")).refine((value) => {
      const quantity = parseQuantity(value);
      return quantity !== null && quantity.nano > 0n;
    }, plain("idle/cpu-form")),
  ),
});

const scriptPath = z
  .string(plain("field/path-text"))
  .min(1, plain("field/path-empty"))
  .max(1024, plain("field/path-long"))
  .refine((path) => !path.split("/").includes(".."), plain("field/path-up"))
  .refine((path) => !path.includes("\0"), plain("field/path-zero"));

const postStart = z.strictObject({
  command: field(
    z.union(
      [z.array(z.string()).min(1, plain("field/command-empty")), z.string().min(1, plain("field/command-empty"))],
      plain("field/command-form"),
    ),
  ),
  hook_path: field(scriptPath),
  // A container's own start is known to its image alone: nothing can be put between it and the server.
  before_server: field(z.literal(false, plain("hook/before-server"))),
});

export const lifecycleSchema = z.strictObject({
  termination_policy: field(terminationPolicy),
  pre_start_script_path: field(scriptPath),
  post_start: field(postStart),
});

const cron = z
  .string(plain("field/schedule-text"))
  .regex(/^[0-9*/,-]+( [0-9A-Za-z*/,-]+){4}$/, plain("field/schedule-form"))
  .superRefine((expression, context) => {
    if (!isCron(expression)) context.addIssue(issueOf(say("schedule/cron", { expression })));
  });

const schedule = z.strictObject({
  start: field(cron),
  stop: field(cron),
  time_zone: field(
    z
      .string(plain("field/time-zone-text"))
      .regex(/^[A-Za-z0-9_+/-]{1,64}$/, plain("field/time-zone-form"))
      .superRefine((name, context) => {
        if (!isTimeZone(name)) context.addIssue(issueOf(say("schedule/time-zone", { name })));
      }),
  ),
});

const access = z.strictObject({
  viewers_may_open: field(z.boolean(plain("field/boolean"))),
  schedule: field(schedule),
  expires_at: field(z.iso.datetime({ offset: true, error: plain("field/time-form") })),
});

/** `container_config` and `lifecycle_config` are parsed before (document.ts): here they are maps. */
const container = z.record(z.string(), z.unknown(), plain("field/config-map"));

const annotationKey = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const ownAnnotation = /^berth\.dev\//;
/** Old spellings of fields of the security context, which the policy judges. */
const securityAnnotation = /^(container\.)?(apparmor|seccomp)\.security\.(alpha|beta)\.kubernetes\.io(\/|$)/;
const annotationBytes = 64 * 1024;

const podAnnotations = z
  .record(z.string(), z.string(plain("field/annotation-text")).nullable(), plain("field/annotations"))
  .superRefine((map, context) => {
    const refuse = (key: string, said: Said) => context.addIssue(issueOf(said, [key]));
    for (const key of Object.keys(map)) {
      if (!annotationKey.test(key)) refuse(key, say("field/annotation-key", { key }));
      else if (ownAnnotation.test(key)) refuse(key, say("field/annotation-own", { key }));
      else if (securityAnnotation.test(key)) refuse(key, say("field/annotation-security", { key }));
    }
    const size = Object.entries(map).reduce((sum, [key, value]) => sum + key.length + (value?.length ?? 0), 0);
    if (size > annotationBytes) context.addIssue(issueOf(say("field/annotations-long"), []));
  });

/** Fields that only a Kubernetes cluster understands (product section 2). */
const kubernetesShape = {
  namespace: field(z.string(plain("field/namespace-text")).regex(dnsLabel, plain("field/namespace-form"))),
  service_account_name: field(objectName),
  pod_annotations: field(podAnnotations),
  ingress_name: field(objectName),
  ingress_type: field(z.enum(["nginx", "alb", "istio"], plain("field/ingress-type"))),
  ingress_path_type: field(z.enum(["ImplementationSpecific", "Prefix"], plain("field/path-type"))),
  ingress_host: field(objectName),
  storage_class_name: field(objectName),
  storage_request_size: field(storageSize),
  storage_access_mode: field(
    z.enum(["ReadWriteOnce", "ReadWriteMany", "ReadOnlyMany", "ReadWriteOncePod"], plain("field/access-mode")),
  ),
  pvc_retention_policy: field(z.enum(["Retain", "Delete"], plain("field/retention"))),
  pvc_name: field(objectName),
  pvc_subpath: field(
    z
      .string(plain("field/subpath-text"))
      .max(1024, plain("field/subpath-long"))
      .refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), plain("field/subpath-form")),
  ),
};

export const kubernetesFields: ReadonlySet<string> = new Set(Object.keys(kubernetesShape));

export const documentSchema = z.strictObject({
  name,
  cluster: field(z.string(plain("field/cluster-text")).regex(dnsLabel, plain("field/cluster-form"))),
  description: field(z.string(plain("field/description-text")).max(500, plain("field/description-long"))),
  labels: field(labels),
  template: field(z.string(plain("field/template-text")).regex(dnsLabel, plain("field/template-form"))),
  template_version: field(
    z
      .int(plain("field/template-version"))
      .min(1, plain("field/template-version"))
      .max(1_000_000, plain("field/template-version")),
  ),
  parameters: field(
    z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.null()], plain("template/scalar")),
      plain("field/parameters"),
    ),
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
