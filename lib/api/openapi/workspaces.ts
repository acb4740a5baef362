import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import {
  clusterQuery,
  deleteQuery,
  dryRunQuery,
  extendBody,
  listWorkspacesQuery,
  logsQuery,
  pageQuery,
  planHashBody,
  restoreBody,
  rollbackBody,
  updateBody,
} from "../schemas";
import { documentBody, identified, json, named, operationOf, withPreview } from "./operation";
import { accepted, anyObject, effective, items, list, operation, problem, summary, workspace } from "./shapes";

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

/** `/workspaces` and `/operations`. */
export const workspacePaths: ZodOpenApiPathsObject = {
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
  "/workspaces/{name}/extend": {
    post: operationOf(
      "workspaces",
      "extendWorkspace",
      "Keep it running: neither idle stop nor its schedule stops it before that time",
      z.object({ operation }),
      { requestParams: { ...named, query: clusterQuery }, requestBody: json(extendBody) },
      "202",
    ),
  },
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
};
