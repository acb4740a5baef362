import { clusterTypes } from "@/lib/provisioning/provider";
import { workspaceJsonSchema } from "@/lib/workspaces/json-schema";

/** JSON Schema of a document for editors outside: `?cluster_type=docker`, Kubernetes by default. Public: it holds no data of the portal. */
export function GET(request: Request): Response {
  const asked = new URL(request.url).searchParams.get("cluster_type");
  const type = clusterTypes.find((candidate) => candidate === asked) ?? "kubernetes";
  return Response.json(workspaceJsonSchema(type), {
    headers: { "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" },
  });
}
