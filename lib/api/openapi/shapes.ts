import { z } from "zod";
import { evidenceSources, evidenceStates } from "@/lib/idle/decide";
import { roles } from "@/lib/access/roles";
import { policyEffects } from "@/lib/policy/dto";
import { policySources } from "@/lib/policy/policy";
import { clusterTypes } from "@/lib/provisioning/provider";
import { effects } from "@/lib/provisioning/plan";
import { operationKinds, operationStates } from "@/lib/workspaces/dto";
import { phases } from "@/lib/workspaces/phase";

/** Answers of the API as the OpenAPI document describes them: the DTOs of lib in zod, with the names under which clients see them. */

const time = z.iso.datetime();
export const anyObject = z.record(z.string(), z.unknown());
const text = z.object({ code: z.string(), params: z.record(z.string(), z.unknown()) }).meta({
  id: "Text",
  description: "The sentence beside it as a code and its parameters, for screens in other languages; not stable",
});
const cause = z
  .object({
    code: z.string(),
    summary: z.string(),
    next_step: z.string(),
    params: z.record(z.string(), z.string()),
    evidence: z.array(z.string()),
  })
  .meta({ id: "Cause" });
export const operation = z
  .object({
    id: z.string(),
    kind: z.enum(operationKinds),
    workspace: z.string(),
    workspace_id: z.string(),
    state: z.enum(operationStates),
    position: z.int().optional(),
    progress: z.array(z.object({ at: time, step: z.string(), message: z.string() })),
    error: z
      .object({ code: z.string(), message: z.string(), text: text.optional(), next_step: z.string().optional() })
      .optional(),
    by: z.string(),
    created_at: time,
    finished_at: time.nullable(),
  })
  .meta({ id: "Operation" });
export const summary = z
  .object({
    id: z.string(),
    name: z.string(),
    cluster: z.string(),
    cluster_type: z.enum(clusterTypes),
    owner: z.string(),
    description: z.string(),
    labels: z.record(z.string(), z.string()),
    template: z.string().nullable(),
    template_version: z.int().nullable(),
    template_outdated: z.boolean(),
    revision: z.int(),
    desired: z.enum(["running", "stopped"]),
    phase: z.enum(phases),
    cause: cause.nullable(),
    ready: z.boolean(),
    url: z.string(),
    restarts: z.int(),
    image: z.string().nullable(),
    resources: z.object({ cpu: z.string().nullable(), memory: z.string().nullable() }),
    settings_changed: z.array(z.string()),
    drift: z.boolean(),
    last_activity_at: time.nullable(),
    idle_stops_at: time.nullable(),
    idle_warned: z.boolean(),
    created_at: time,
    updated_at: time,
    started_at: time.nullable(),
    may: z.record(z.enum(["open", "operate", "delete", "logs", "terminal", "share"]), z.boolean()),
  })
  .meta({ id: "WorkspaceSummary" });
export const workspace = summary
  .extend({
    document: anyObject,
    document_yaml: z.string(),
    applied_revision: z.int(),
    settings_wait: z.boolean(),
    idle: z.object({
      enabled: z.boolean(),
      last_activity_at: time.nullable(),
      stops_at: time.nullable(),
      warns_at: time.nullable(),
      keep_until: time.nullable(),
      max_idle_seconds: z.int().nullable(),
      state: z.enum(evidenceStates).nullable(),
      explanation: z.string().nullable(),
      explanation_text: text.nullable(),
      sources: z.array(
        z.object({
          source: z.enum(evidenceSources),
          state: z.enum(evidenceStates),
          last_activity_at: time.nullable(),
          seen_at: time,
          reason: z.string().nullable(),
          reason_text: text.nullable(),
        }),
      ),
    }),
    expires_at: time.nullable(),
    ingress: z
      .object({ url: z.string().nullable(), problem: z.string().nullable(), problem_text: text.nullable() })
      .nullable()
      .meta({ description: "The cluster's own address beside url; null: none was asked for" }),
    public_url: z.string().nullable().meta({ description: "public_url of a Docker document: an address beside url" }),
    role: z.enum(roles),
    operation: operation.nullable(),
  })
  .meta({ id: "Workspace" });
const plan = z
  .object({
    hash: z.string(),
    effect: z.enum(effects),
    steps: z.array(anyObject),
    warnings: z.array(z.string()),
    warning_texts: z.array(text.nullable()),
  })
  .meta({ id: "Plan", description: "Ordered steps with field changes and effects; secrets are masked" });
export const effective = z
  .object({ document: anyObject, origins: z.record(z.string(), z.string()), overrides: z.array(anyObject) })
  .meta({ id: "Effective" });
export const cluster = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(clusterTypes),
    is_default: z.boolean(),
    source: z.enum(["environment", "portal"]),
    state: z.enum(["connected", "connecting", "unreachable"]),
    reason: z.string().nullable(),
    reason_text: text.nullable(),
    options: anyObject,
    workspaces: z.int(),
    created_at: time,
  })
  .meta({ id: "Cluster" });
const check = z
  .object({
    code: z.string(),
    status: z.enum(["ok", "warn", "fail"]),
    summary: z.string(),
    next_step: z.string(),
    texts: z.object({ summary: text.optional(), next_step: text.optional() }).optional(),
  })
  .meta({ id: "HealthCheck" });
export const health = z.object({ status: z.enum(["ok", "warn", "fail"]), checks: z.array(check) });
export const token = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    workspaces: z.array(z.string()).nullable(),
    expires_at: time.nullable(),
    last_used_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: "Token" });
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable; match on it" }),
    detail: z.string(),
    text: text.optional(),
    request_id: z.string(),
    errors: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          text: text.optional(),
          line: z.int().optional(),
          column: z.int().optional(),
          rule: z.string().optional(),
          layer: z.string().optional(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

export const list = (item: z.ZodType) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable(), total: z.int() });
export const policyVersion = z.object({ number: z.int(), author: z.string(), at: time, message: z.string() });
export const policy = z
  .object({
    kind: z.literal("workspace"),
    text: z.string(),
    version: z.int(),
    parsed: anyObject.nullable(),
    in_force: z.array(z.enum(policySources)),
    file: anyObject.nullable(),
    versions: z.array(policyVersion),
  })
  .meta({ id: "Policy" });
export const policyEffect = z
  .object({
    counts: z.record(z.enum(policyEffects), z.int()),
    items: z.array(
      z.object({
        name: z.string(),
        cluster: z.string(),
        owner: z.string(),
        running: z.boolean(),
        effect: z.enum(policyEffects),
        keys: z.array(z.string()),
        faults: z.array(anyObject),
      }),
    ),
  })
  .meta({ id: "PolicyEffect", description: "What each workspace would become at its next start" });
export const items = (item: z.ZodType) => z.object({ items: z.array(item) });
export const accepted = z.object({ workspace: workspace.optional(), operation });
export const preview = z.object({ plan, effective }).meta({ id: "Preview", description: "The answer with dry_run" });
