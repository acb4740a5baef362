import type { Layer, LayerSources } from "@/lib/layers/order";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { PolicyInForce } from "./policy";

/** The defaults of policies as layers, for clusters of one type. Weakest first: the file, then the portal's. */
export type PolicyLayers = LayerSources["policies"];

export const policyLayers = (policies: readonly PolicyInForce[], type: ClusterType): PolicyLayers =>
  policies
    .filter(({ policy }) => Object.keys(policy.defaults[type]).length > 0)
    .map(({ source, policy }) => ({
      enforce: policy.enforce,
      layer: { name: "policy", detail: source, value: policy.defaults[type] },
    }));

/** What was decided when a workspace was made and cannot change afterwards (product section 4): its place and its storage. */
const decidedOnce: ReadonlySet<string> = new Set([
  "namespace",
  "storage_class_name",
  "storage_access_mode",
  "storage_request_size",
  "pvc_name",
]);

/** The present policies for a workspace that exists: those of before decide about its place and its storage, the present ones about all else. */
export function layersOfExisting(present: PolicyLayers, before: PolicyLayers): PolicyLayers {
  const reduced = (layers: PolicyLayers, keep: (field: string) => boolean) =>
    layers
      .map(({ enforce, layer }) => ({ enforce, layer: withFields(layer, keep) }))
      .filter(({ layer }) => Object.keys(layer.value).length > 0);
  return [
    ...reduced(before, (field) => decidedOnce.has(field)),
    ...reduced(present, (field) => !decidedOnce.has(field)),
  ];
}

const withFields = (layer: Layer, keep: (field: string) => boolean): Layer => ({
  ...layer,
  value: Object.fromEntries(Object.entries(layer.value).filter(([field]) => keep(field))),
});
