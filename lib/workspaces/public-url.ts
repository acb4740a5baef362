import type { ClusterType } from "@/lib/provisioning/provider";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";

/**
 * `container_config.public_url` of a Docker document (seed 000): where people reach the workspace by a proxy of their own. Written without a
 * scheme, as the seed does, it is https. Null: there is none.
 */
export function publicUrl({ container_config: config }: JsonObject, type: ClusterType): string | null {
  if (type !== "docker") return null;
  const reading = typeof config === "string" ? readYaml(config) : null;
  const container = reading ? (reading.ok ? reading.value : null) : config;
  const written = isObject(container) ? container.public_url : undefined;
  if (typeof written !== "string" || written === "") return null;
  const url = /^https?:\/\//.test(written) ? written : `https://${written}`;
  return URL.canParse(url) ? url : null;
}
