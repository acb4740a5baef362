import { templateJsonSchema } from "@/lib/templates/json-schema";

/** JSON Schema of a template for editors. Public: it holds no data of the portal. */
export function GET(): Response {
  return Response.json(templateJsonSchema(), {
    headers: { "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" },
  });
}
