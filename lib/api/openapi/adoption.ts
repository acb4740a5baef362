import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { adoptBody, policyQuery } from "../schemas";
import { json, named, operationOf, withPreview } from "./operation";
import { accepted, items } from "./shapes";

const unmanaged = z
  .object({
    kind: z.string().meta({ description: "StatefulSet, Deployment, Container" }),
    namespace: z.string().nullable(),
    name: z.string(),
    image: z.string().nullable(),
    mounts: z.array(z.object({ path: z.string(), source: z.string() })),
    running: z.boolean(),
    ready: z.boolean(),
    since: z.string().nullable(),
    mage: z.boolean().meta({ description: "Made by Mage's own workspaces (label dev-instance)" }),
    workspace_name: z.string().meta({ description: "A name that a workspace may have" }),
    document_yaml: z.string().nullable().meta({ description: "The document that says what runs" }),
    obstacle: z.string().nullable().meta({ description: "Why it cannot be adopted; null: it can" }),
    remarks: z.array(z.string()),
  })
  .meta({ id: "Unmanaged" });

/** `/clusters/{name}/unmanaged` and `/clusters/{name}/adopt`. */
export const adoptionPaths: ZodOpenApiPathsObject = {
  "/clusters/{name}/unmanaged": {
    get: operationOf(
      "clusters",
      "listUnmanaged",
      "What runs where workspaces may run and is none of them",
      items(unmanaged),
      { requestParams: named },
    ),
  },
  "/clusters/{name}/adopt": {
    post: withPreview(
      operationOf(
        "clusters",
        "adopt",
        "Take it over as a workspace; with dry_run the plan and the document that says what runs",
        accepted,
        { requestParams: { ...named, query: policyQuery }, requestBody: json(adoptBody) },
        "202",
      ),
    ),
  },
};
