import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { roles } from "@/lib/access/roles";
import { policyEffects } from "@/lib/policy/dto";
import { policySources } from "@/lib/policy/policy";
import { clusterTypes } from "@/lib/provisioning/provider";
import { effects } from "@/lib/provisioning/plan";
import { operationKinds, operationStates } from "@/lib/workspaces/dto";
import { changePasswordSchema, createTokenSchema, profileSchema } from "@/lib/people/schema";
import { phases } from "@/lib/workspaces/phase";
import {
  addClusterBody,
  clusterQuery,
  deleteQuery,
  dryRunQuery,
  listWorkspacesQuery,
  logsQuery,
  pageQuery,
  planHashBody,
  policyBody,
  policyQuery,
  restoreBody,
  rollbackBody,
  updateBody,
  variableBody,
} from "./schemas";

const time = z.iso.datetime();
const anyObject = z.record(z.string(), z.unknown());
const text = z
  .object({ code: z.string(), params: z.record(z.string(), z.unknown()) })
  .meta({
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
const operation = z
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
const summary = z
  .object({
    id: z.string(),
    name: z.string(),
    cluster: z.string(),
    cluster_type: z.enum(clusterTypes),
    owner: z.string(),
    description: z.string(),
    labels: z.record(z.string(), z.string()),
    template: z.string().nullable(),
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
    created_at: time,
    updated_at: time,
    started_at: time.nullable(),
    may: z.record(z.enum(["open", "operate", "delete", "logs", "terminal", "share"]), z.boolean()),
  })
  .meta({ id: "WorkspaceSummary" });
const workspace = summary
  .extend({
    document: anyObject,
    document_yaml: z.string(),
    applied_revision: z.int(),
    settings_wait: z.boolean(),
    idle: z.object({
      enabled: z.boolean(),
      last_activity_at: time.nullable(),
      stops_at: time.nullable(),
      sources: z.array(z.string()),
    }),
    ingress: z
      .object({ url: z.string().nullable(), problem: z.string().nullable(), problem_text: text.nullable() })
      .nullable()
      .meta({ description: "The cluster's own address beside url; null: none was asked for" }),
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
const effective = z
  .object({ document: anyObject, origins: z.record(z.string(), z.string()), overrides: z.array(anyObject) })
  .meta({ id: "Effective" });
const cluster = z
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
const health = z.object({ status: z.enum(["ok", "warn", "fail"]), checks: z.array(check) });
const token = z
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
const problem = z
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

const list = (item: z.ZodType) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable(), total: z.int() });
const policyVersion = z.object({ number: z.int(), author: z.string(), at: time, message: z.string() });
const policy = z
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
const policyEffect = z
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
const items = (item: z.ZodType) => z.object({ items: z.array(item) });
const accepted = z.object({ workspace: workspace.optional(), operation });
const preview = z.object({ plan, effective }).meta({ id: "Preview", description: "The answer with dry_run" });
const named = { path: z.object({ name: z.string() }) };
const identified = { path: z.object({ id: z.string() }) };

type Extra = Pick<ZodOpenApiOperationObject, "requestParams" | "requestBody">;

/** The same with the answer of a dry run beside it. */
function withPreview(operation: ZodOpenApiOperationObject): ZodOpenApiOperationObject {
  const dryRun = { description: "With dry_run: the plan", content: { "application/json": { schema: preview } } };
  return { ...operation, responses: { "200": dryRun, ...operation.responses } };
}

/** One operation: every failure has the same shape. */
function operationOf(
  tag: string,
  operationId: string,
  summaryText: string,
  answer: z.ZodType,
  extra: Extra = {},
  status: "200" | "201" | "202" = "200",
): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: [tag],
    summary: summaryText,
    ...extra,
    responses: {
      [status]: {
        description: status === "202" ? "Accepted; the operation goes on from here" : "Done",
        content: { "application/json": { schema: answer } },
      },
      default: { description: "What went wrong", content: { "application/problem+json": { schema: problem } } },
    },
  };
}

const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
const documentBody = {
  content: { "application/json": { schema: anyObject }, "application/yaml": { schema: z.string() } },
};

const verb = (name: "start" | "stop" | "restart" | "cancel", text: string): ZodOpenApiPathsObject => ({
  [`/workspaces/{name}/${name}`]: {
    post: operationOf(
      "workspaces",
      `${name}Workspace`,
      text,
      accepted,
      { requestParams: { ...named, query: clusterQuery } },
      "202",
    ),
  },
});
const ofDrift = (part: string, id: string, text: string): ZodOpenApiPathsObject => ({
  [`/workspaces/{name}/${part}`]: {
    post: withPreview(
      operationOf(
        "workspaces",
        id,
        `${text}; with dry_run the plan`,
        accepted,
        { requestParams: { ...named, query: dryRunQuery }, requestBody: json(planHashBody) },
        "202",
      ),
    ),
  },
});
const read = (part: string, id: string, text: string, answer: z.ZodType): ZodOpenApiPathsObject => ({
  [`/workspaces/{name}/${part}`]: {
    get: operationOf("workspaces", id, text, answer, { requestParams: { ...named, query: pageQuery } }),
  },
});

const paths: ZodOpenApiPathsObject = {
  "/workspaces": {
    get: operationOf("workspaces", "listWorkspaces", "The workspaces that you may see", list(summary), {
      requestParams: { query: listWorkspacesQuery },
    }),
    post: withPreview(
      operationOf(
        "workspaces",
        "createWorkspace",
        "Create a workspace; with dry_run its plan",
        accepted,
        { requestParams: { query: dryRunQuery }, requestBody: documentBody },
        "202",
      ),
    ),
  },
  "/workspaces/{name}": {
    get: operationOf("workspaces", "getWorkspace", "One workspace", workspace, {
      requestParams: { ...named, query: clusterQuery },
    }),
    patch: withPreview(
      operationOf(
        "workspaces",
        "updateWorkspace",
        "Change it; with dry_run the plan. A plan_hash that no longer fits answers 409 plan-stale",
        accepted,
        { requestParams: { ...named, query: dryRunQuery }, requestBody: json(updateBody) },
        "202",
      ),
    ),
    delete: operationOf(
      "workspaces",
      "deleteWorkspace",
      "Delete it; storage is kept unless storage=delete",
      z.object({ operation }),
      { requestParams: { ...named, query: deleteQuery } },
      "202",
    ),
  },
  ...verb("start", "Start it"),
  ...verb("stop", "Stop it; storage is kept"),
  ...verb("restart", "Restart it"),
  ...verb("cancel", "Cancel the operation that is under way"),
  "/workspaces/{name}/re-add-routes": {
    post: operationOf(
      "workspaces",
      "reAddRoutes",
      "Make its Service and its Ingress or VirtualService anew; nothing restarts",
      z.object({ operation }),
      { requestParams: { ...named, query: clusterQuery } },
      "202",
    ),
  },
  "/workspaces/{name}/rollback": {
    post: withPreview(
      operationOf(
        "workspaces",
        "rollbackWorkspace",
        "Take the document of an earlier revision as a new one; with dry_run the plan",
        accepted,
        { requestParams: { ...named, query: dryRunQuery }, requestBody: json(rollbackBody) },
        "202",
      ),
    ),
  },
  ...read("effective", "getEffective", "Effective configuration with the origin of every value", effective),
  "/workspaces/{name}/restore": {
    post: operationOf(
      "workspaces",
      "restoreWorkspace",
      "Bring a deleted workspace back whose storage was kept, for 14 days (GET /workspaces?deleted=true)",
      accepted,
      { requestParams: { ...named, query: clusterQuery }, requestBody: json(restoreBody) },
      "202",
    ),
  },
  ...read("drift", "getDrift", "What differs from what was applied, secrets masked", items(anyObject)),
  ...ofDrift("accept-drift", "acceptDrift", "Write what was changed outside Berth into the document"),
  ...ofDrift("revert-drift", "revertDrift", "Bring the objects back to what was applied"),
  ...read("manifests", "getManifests", "The objects of the backend, secrets masked", items(anyObject)),
  ...read("revisions", "listRevisions", "Versions of the document, newest first", items(anyObject)),
  "/workspaces/{name}/revisions/{number}": {
    get: operationOf("workspaces", "getRevision", "One version of the document", anyObject, {
      requestParams: { path: z.object({ name: z.string(), number: z.coerce.number().int() }), query: clusterQuery },
    }),
  },
  ...read("activity", "listActivity", "What happened, and by whom", items(anyObject)),
  ...read("events", "listEvents", "Messages of the backend", items(anyObject)),
  ...read(
    "metrics",
    "sampleWorkspace",
    "CPU in cores and memory in bytes, now",
    z.object({ sample: anyObject.nullable() }),
  ),
  "/workspaces/{name}/logs": {
    get: {
      operationId: "getLogs",
      tags: ["workspaces"],
      summary: "The log as text; streamed with follow",
      requestParams: { ...named, query: logsQuery },
      responses: {
        "200": { description: "Lines", content: { "text/plain": { schema: z.string() } } },
        default: { description: "What went wrong", content: { "application/problem+json": { schema: problem } } },
      },
    },
  },
  "/operations/{id}": {
    get: operationOf("operations", "getOperation", "One operation with its progress", operation, {
      requestParams: identified,
    }),
  },
  "/operations/{id}/cancel": {
    post: operationOf("operations", "cancelOperation", "Cancel it", operation, { requestParams: identified }, "202"),
  },
  "/clusters": {
    get: operationOf("clusters", "listClusters", "All clusters", items(cluster)),
    post: operationOf(
      "clusters",
      "addCluster",
      "Connect a cluster",
      cluster,
      { requestBody: json(addClusterBody) },
      "201",
    ),
  },
  "/clusters/{name}": {
    get: operationOf("clusters", "getCluster", "One cluster", cluster, { requestParams: named }),
    delete: operationOf("clusters", "removeCluster", "Forget a cluster that has no workspaces", z.object({}), {
      requestParams: named,
    }),
  },
  "/clusters/{name}/health": {
    get: operationOf("clusters", "clusterHealth", "Deep health with coded checks", health, { requestParams: named }),
  },
  "/clusters/{name}/capacity": {
    get: operationOf("clusters", "clusterCapacity", "CPU, memory, nodes, version", anyObject, { requestParams: named }),
  },
  "/clusters/{name}/variables": {
    get: operationOf("clusters", "listVariables", "Variables; values of secrets are not shown", items(anyObject), {
      requestParams: named,
    }),
  },
  "/clusters/{name}/variables/{variable}": {
    put: operationOf("clusters", "putVariable", "Set a variable", z.object({}), {
      requestParams: { path: z.object({ name: z.string(), variable: z.string() }) },
      requestBody: json(variableBody),
    }),
    delete: operationOf("clusters", "deleteVariable", "Remove a variable", z.object({}), {
      requestParams: { path: z.object({ name: z.string(), variable: z.string() }) },
    }),
  },
  "/policies/workspace": {
    get: operationOf("policies", "getWorkspacePolicy", "The workspace policy: file, newest version, versions", policy),
    put: operationOf(
      "policies",
      "saveWorkspacePolicy",
      "Save a version; with dry_run its effect on every workspace",
      z.union([policy, policyEffect]),
      { requestParams: { query: policyQuery }, requestBody: json(policyBody) },
    ),
  },
  "/policies/workspace/versions/{number}": {
    get: operationOf("policies", "getWorkspacePolicyVersion", "One version with its text", policyVersion, {
      requestParams: { path: z.object({ number: z.string() }) },
    }),
  },
  "/templates": {
    get: operationOf("templates", "listTemplates", "Templates that a new workspace may start from", items(anyObject), {
      requestParams: { query: clusterQuery },
    }),
  },
  "/me": {
    get: operationOf("people", "getMe", "Who you are", anyObject),
    patch: operationOf("people", "updateMe", "Change your name or language", anyObject, {
      requestBody: json(profileSchema),
    }),
  },
  "/me/password": {
    post: operationOf("people", "changePassword", "Change your password; all other sessions end", z.object({}), {
      requestBody: json(changePasswordSchema),
    }),
  },
  "/tokens": {
    get: operationOf("people", "listTokens", "Your API tokens", items(token)),
    post: operationOf(
      "people",
      "createToken",
      "A new token, shown once",
      z.object({ id: z.string(), token: z.string() }),
      { requestBody: json(createTokenSchema) },
      "201",
    ),
  },
  "/tokens/{id}": {
    delete: operationOf("people", "revokeToken", "Revoke a token", z.object({}), { requestParams: identified }),
  },
  "/health": { get: operationOf("health", "getHealth", "Coded checks of the portal and its clusters", health) },
};

/** OpenAPI 3.1 of `/api/v1`. */
export const openApiDocument = (version: string) =>
  createDocument({
    openapi: "3.1.0",
    info: {
      title: "Berth",
      version,
      description: "What the portal's screens can do, this API can do. Send an API token as `Authorization: Bearer`.",
    },
    servers: [{ url: "/api/v1" }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{ token: [] }],
    paths,
  });
