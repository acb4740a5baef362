import packageJson from "@/package.json";
import { openApiDocument } from "@/lib/api/openapi";

export const dynamic = "force-static";

/** Tells shapes only, so it needs no sign-in. */
export const GET = (): Response => Response.json(openApiDocument(packageJson.version));
