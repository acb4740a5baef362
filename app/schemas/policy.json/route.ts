import { policyJsonSchema } from "@/lib/policy/json-schema";

/** JSON Schema of a policy for editors. Public: it holds no data of the portal. */
export function GET(): Response {
  return Response.json(policyJsonSchema(), {
    headers: { "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" },
  });
}
