import { createDocument } from "zod-openapi";
import { adoptionPaths } from "./openapi/adoption";
import { clusterPaths } from "./openapi/clusters";
import { fleetPaths } from "./openapi/fleet";
import { peoplePaths } from "./openapi/people";
import { policyPaths } from "./openapi/policies";
import { templatePaths } from "./openapi/templates";
import { variablePaths } from "./openapi/variables";
import { workspacePaths } from "./openapi/workspaces";

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
    paths: {
      ...workspacePaths,
      ...clusterPaths,
      ...adoptionPaths,
      ...fleetPaths,
      ...variablePaths,
      ...policyPaths,
      ...templatePaths,
      ...peoplePaths,
    },
  });
