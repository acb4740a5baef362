import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { addClusterBody } from "../schemas";
import { json, named, operationOf } from "./operation";
import { anyObject, cluster, health, items } from "./shapes";

/** `/clusters` with health and capacity. */
export const clusterPaths: ZodOpenApiPathsObject = {
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
};
