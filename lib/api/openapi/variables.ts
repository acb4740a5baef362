import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { variableChangeKinds } from "@/lib/variables/dto";
import { clusterQuery, secretBody, variableBody, variablesBody, variablesQuery, variablesShapeQuery } from "../schemas";
import { json, named, operationOf } from "./operation";
import { items } from "./shapes";

const time = z.iso.datetime();
const variable = z
  .object({
    name: z.string(),
    value: z.string().nullable(),
    secret: z.boolean(),
    source: z.enum(["environment", "file", "portal"]),
    updated_at: time.nullable(),
    updated_by: z.string().nullable(),
    shown_at: time.nullable(),
    shown_by: z.string().nullable(),
    inherited_by: z.array(z.object({ setting: z.string(), pattern: z.string().nullable() })),
    outdated: z.int().meta({ description: "Workspaces that have another value" }),
  })
  .meta({ id: "Variable" });
const variables = items(variable).extend({
  inheritance: z.object({ on: z.boolean(), list: z.string().nullable(), all: z.boolean(), sharing: z.boolean() }),
  shared_secrets: z.array(z.object({ name: z.string(), workspace: z.string(), owner: z.string() })),
});
const effect = z
  .object({
    changes: z.array(z.object({ name: z.string(), kind: z.enum(variableChangeKinds), secret: z.boolean() })),
    workspaces: z.int().optional(),
    items: z
      .array(
        z.object({
          name: z.string(),
          owner: z.string(),
          running: z.boolean(),
          outdated: z.array(z.string()),
          settled: z.array(z.string()),
        }),
      )
      .optional(),
  })
  .meta({ id: "VariablesEffect", description: "Names, never values; workspaces and items with dry_run" });
const secrets = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        shared: z.boolean(),
        updated_at: time,
        updated_by: z.string(),
        hidden: z.boolean().meta({ description: "The document or a policy sets the same name and wins" }),
      }),
    ),
    offered: z.array(z.object({ name: z.string(), workspace: z.string() })),
    sharing: z.boolean(),
    may: z.object({ write: z.boolean(), share: z.boolean() }),
  })
  .meta({ id: "WorkspaceSecrets" });

const one = { path: z.object({ name: z.string(), variable: z.string() }) };
const ofSecret = { path: z.object({ name: z.string(), secret: z.string() }), query: clusterQuery };

/** `/clusters/{name}/variables` and `/workspaces/{name}/secrets`. */
export const variablePaths: ZodOpenApiPathsObject = {
  "/clusters/{name}/variables": {
    get: operationOf("variables", "listVariables", "Variables; values of secrets are not shown", variables, {
      requestParams: { ...named, query: variablesShapeQuery },
    }),
    patch: operationOf("variables", "changeVariables", "Set and remove several; with dry_run who is affected", effect, {
      requestParams: { ...named, query: variablesQuery },
      requestBody: json(variablesBody),
    }),
  },
  "/clusters/{name}/variables/{variable}": {
    put: operationOf("variables", "putVariable", "Set a variable", variable, {
      requestParams: one,
      requestBody: json(variableBody),
    }),
    delete: operationOf("variables", "deleteVariable", "Remove a variable", z.object({ removed: z.string() }), {
      requestParams: one,
    }),
  },
  "/clusters/{name}/variables/{variable}/show": {
    post: operationOf(
      "variables",
      "showVariable",
      "Be shown the value of a secret; recorded with the variable",
      z.object({ value: z.string() }),
      { requestParams: one },
    ),
  },
  "/workspaces/{name}/secrets": {
    get: operationOf("secrets", "listSecrets", "The workspace's secrets, without values", secrets, {
      requestParams: { ...named, query: clusterQuery },
    }),
  },
  "/workspaces/{name}/secrets/{secret}": {
    put: operationOf("secrets", "putSecret", "Write a secret, offer it to the cluster, or withdraw it", secrets, {
      requestParams: ofSecret,
      requestBody: json(secretBody),
    }),
    delete: operationOf("secrets", "deleteSecret", "Remove a secret", secrets, { requestParams: ofSecret }),
  },
};
