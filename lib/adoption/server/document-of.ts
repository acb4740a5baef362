import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import type { ResolvedDocument } from "@/lib/layers/resolve";
import { readStorageSettings } from "@/lib/layers/storage-settings";
import type { Adoption, FoundWorkload } from "@/lib/provisioning/adoption";
import type { Services } from "@/lib/server/services";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { resolveEffective } from "@/lib/workspaces/compose";

/** Its storage is where it is: no setting of the portal decides about it. */
export const adoptedStorage = readStorageSettings({});

/** The document that says what runs, and the effective configuration that stands for it: what Berth builds is compared with what this gives. */
export function documentOf(
  { settings }: Pick<Services, "settings">,
  { provider, config }: ConnectedCluster,
  { read }: Adoption,
  workload: FoundWorkload,
  facts: JsonObject,
  name: string,
): { readonly document: JsonObject; readonly base: ResolvedDocument } {
  const resolve = (document: JsonObject) =>
    resolveEffective({
      provider,
      facts,
      settings,
      name,
      document,
      template: null,
      policies: [],
      storage: adoptedStorage,
    });
  const written = { name, cluster: config.name, ...read(workload) };
  const document = withoutDefaults(written, resolve(written).value);
  return { document, base: resolve(document) };
}

/** Fields that settings of the portal fill where a document says nothing. */
const filled = ["ingress_name", "service_account_name"] as const;

/** Takes away what settings of the portal would add to what was found: they are for workspaces that Berth makes. */
function withoutDefaults(document: JsonObject, resolved: JsonObject): JsonObject {
  const gone = filled.filter((field) => document[field] === undefined && resolved[field] !== undefined);
  const config = isObject(document.container_config) ? document.container_config : {};
  const resources = isObject(config.resources) ? config.resources : {};
  const lists = ["requests", "limits"].flatMap((kind) => {
    const present = isObject(resources[kind]) ? resources[kind] : {};
    const all = getIn(resolved, ["container_config", "resources", kind]);
    const added = isObject(all) ? Object.keys(all).filter((name) => present[name] === undefined) : [];
    if (added.length === 0) return [];
    return [[kind, { ...present, ...Object.fromEntries(added.map((name) => [name, null])) }] as const];
  });
  return {
    ...document,
    ...Object.fromEntries(gone.map((field) => [field, null])),
    ...(lists.length > 0
      ? { container_config: { ...config, resources: { ...resources, ...Object.fromEntries(lists) } } }
      : {}),
  };
}
