import { openApiDocument } from "@/lib/api/openapi";
import type { RouteModule } from "@/lib/api/server/dispatch";

/** Loads a route of app/api/v1 by its folder; the bundler puts all that match into the bundle. */
const load = (folder: string) => import(`./app/api/v1/${folder}/route.ts`) as Promise<RouteModule>;

/** Every REST route by its folder below `app/api/v1`: the OpenAPI document names them all, and a test holds it to the files. */
export async function loadRestRoutes(): Promise<Readonly<Record<string, RouteModule>>> {
  const described = Object.keys(openApiDocument("").paths ?? {});
  const folders = ["openapi.json", ...described.map((path) => path.slice(1).replace(/\{(\w+)\}/g, "[$1]"))];
  return Object.fromEntries(await Promise.all(folders.map(async (folder) => [folder, await load(folder)] as const)));
}
