import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { moveEffects } from "@/lib/templates/dto";
import { parameterTypes, templateClusterTypes } from "@/lib/templates/template";
import { newTemplateBody, policyQuery, templateBody, templatesQuery } from "../schemas";
import { json, named, operationOf } from "./operation";
import { anyObject, items } from "./shapes";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const parameter = z
  .object({
    name: z.string(),
    type: z.enum(parameterTypes),
    title: z.string(),
    description: z.string(),
    required: z.boolean(),
    default: scalar.nullable(),
    pattern: z.string().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    choices: z.array(scalar),
  })
  .meta({ id: "TemplateParameter" });

const template = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    icon: z.string(),
    cluster_types: z.array(z.string()),
    version: z.int().meta({ description: "In force for new workspaces" }),
    built_in: z.boolean(),
    hidden: z.boolean(),
    deprecated: z.boolean(),
    redirect: z.string().nullable(),
    parameters: z.array(parameter),
    document: anyObject.meta({ description: "What lies under a workspace's document, placeholders and all" }),
  })
  .meta({ id: "Template" });

const version = z.object({
  number: z.int(),
  author: z.string().nullable().meta({ description: "Null: it came with Berth" }),
  at: z.iso.datetime().nullable(),
  message: z.string(),
});

const versionDetail = version
  .extend({
    text: z.string(),
    parameters: z.array(parameter),
    asked: z
      .record(z.enum(templateClusterTypes), z.array(z.string()))
      .meta({ description: "Names of the parameters that mean something on each type of cluster" }),
  })
  .meta({ id: "TemplateVersion" });

const detail = template
  .extend({ text: z.string(), workspaces: z.int(), versions: z.array(version) })
  .meta({ id: "TemplateDetail" });

const effect = z
  .object({
    counts: z.record(z.enum(moveEffects), z.int()),
    items: z.array(
      z.object({
        name: z.string(),
        cluster: z.string(),
        owner: z.string(),
        running: z.boolean(),
        version: z.int(),
        effect: z.enum(moveEffects),
        keys: z.array(z.string()),
        faults: z.array(anyObject),
      }),
    ),
  })
  .meta({
    id: "TemplateEffect",
    description: "What a move to the text would do to each workspace made from the template",
  });

/** `/templates`. */
export const templatePaths: ZodOpenApiPathsObject = {
  "/templates": {
    get: operationOf("templates", "listTemplates", "Templates that a new workspace may start from", items(template), {
      requestParams: { query: templatesQuery },
    }),
    post: operationOf(
      "templates",
      "createTemplate",
      "Make a template",
      detail,
      { requestBody: json(newTemplateBody) },
      "201",
    ),
  },
  "/templates/{name}": {
    get: operationOf("templates", "getTemplate", "One template with its text and versions", detail, {
      requestParams: named,
    }),
    put: operationOf(
      "templates",
      "saveTemplate",
      "Save a version, or hide and deprecate; with dry_run what a move to the text would do to every workspace",
      z.union([detail, effect]),
      { requestParams: { ...named, query: policyQuery }, requestBody: json(templateBody) },
    ),
    delete: operationOf("templates", "deleteTemplate", "Delete what administrators saved", anyObject, {
      requestParams: named,
    }),
  },
  "/templates/{name}/versions": {
    get: operationOf("templates", "listTemplateVersions", "Its versions, newest first", items(version), {
      requestParams: named,
    }),
  },
  "/templates/{name}/versions/{number}": {
    get: operationOf("templates", "getTemplateVersion", "One version with its text", versionDetail, {
      requestParams: { path: z.object({ name: z.string(), number: z.string() }) },
    }),
  },
};
