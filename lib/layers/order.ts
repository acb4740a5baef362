import type { JsonObject } from "@/lib/shared/json";

/** Sources of values (product section 1 and 3; `pre-start` from section 7). */
export type LayerName = "builtin" | "environment" | "policy" | "template" | "document" | "pre-start";

/** `detail` tells more: the name of the setting, the template, the policy. A value `null` removes what weaker layers set. */
export type Layer = { readonly name: LayerName; readonly detail?: string; readonly value: JsonObject };

/** What origins look like: layer, colon, detail (api.md, effective). */
export const originOf = (layer: Layer): string =>
  layer.detail === undefined ? layer.name : `${layer.name}:${layer.detail}`;

export type LayerSources = {
  readonly builtin: readonly Layer[];
  readonly environment: readonly Layer[];
  readonly policies: readonly { readonly layer: Layer; readonly enforce: boolean }[];
  readonly template: Layer | null;
  readonly document: Layer;
  /** Result of the pre-start script of the present start. */
  readonly preStart: Layer | null;
};

/**
 * Weakest first: builtin < environment < policy when not enforced < template < document < pre-start < policy when enforced
 * (product section 3; pre-start results are "subject to policy", section 7).
 */
export function orderLayers(sources: LayerSources): readonly Layer[] {
  const policies = (enforce: boolean) =>
    sources.policies.filter((policy) => policy.enforce === enforce).map((policy) => policy.layer);
  return [
    ...sources.builtin,
    ...sources.environment,
    ...policies(false),
    ...(sources.template ? [sources.template] : []),
    sources.document,
    ...(sources.preStart ? [sources.preStart] : []),
    ...policies(true),
  ];
}
