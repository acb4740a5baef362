import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { policyBody, policyQuery } from "../schemas";
import { json, operationOf } from "./operation";
import { policy, policyEffect, policyVersion } from "./shapes";

/** `/policies`. */
export const policyPaths: ZodOpenApiPathsObject = {
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
};
