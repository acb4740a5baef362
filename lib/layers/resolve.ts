import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { ClusterType } from "@/lib/provisioning/provider";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Fault } from "@/lib/shared/errors";
import { readYaml } from "@/lib/shared/yaml";
import { normaliseContainer } from "@/lib/workspaces/container";
import {
  builtinLayers,
  environmentLayers,
  isKubernetes,
  podAnnotationsLayers,
  seedStorageClass,
  type LayerFacts,
  type LayerSettings,
} from "./environment-layers";
import { withPlainLimits } from "./docker-words";
import { parseImage, withTag } from "./image";
import { resolveLayers, type Resolved } from "./merge";
import { checkRunnable } from "./runnable";
import { orderLayers, originOf, type Layer, type LayerSources } from "./order";

export type ResolveInput = {
  readonly clusterType: ClusterType;
  /** As stored: `container_config` and `lifecycle_config` may be YAML texts. It was checked when it was parsed. */
  readonly document: JsonObject;
  /** The version that the document stands on, values put in. */
  readonly template: { readonly name: string; readonly version: number; readonly document: JsonObject } | null;
  readonly settings: LayerSettings;
  readonly workspace: { readonly name: string };
  /** Facts of the cluster; the namespace here is the cluster's own. */
  readonly facts?: LayerFacts;
  readonly policies?: LayerSources["policies"];
  readonly preStart?: Layer | null;
};

/**
 * The effective configuration. `value` has the shape of a document in which `container_config` and `lifecycle_config` are maps,
 * `container_config.env` is a list of `{ name, value | valueFrom }` on every cluster type (there is no `environment`), `image` has
 * `image_tag` applied (which is gone), and nothing is null. Warnings are sentences for the plan; with faults it cannot run.
 */
export type ResolvedDocument = Resolved & { readonly warnings: readonly Sayable[]; readonly faults: readonly Fault[] };

export function resolveDocument(input: ResolveInput): ResolvedDocument {
  const { clusterType, template, workspace } = input;
  const facts = input.facts ?? {};
  const normalise = (layer: Layer) => normaliseLayer(layer, clusterType);
  const layers = orderLayers({
    builtin: builtinLayers(clusterType, facts),
    environment: [...environmentLayers(clusterType, input.settings, workspace.name), ...podAnnotationsLayers(facts)],
    policies: (input.policies ?? []).map((policy) => ({ ...policy, layer: normalise(policy.layer) })),
    template: template ? normalise(templateLayer(template)) : null,
    document: normalise({ name: "document", value: template ? withoutVersion(input.document) : input.document }),
    preStart: input.preStart ? normalise(input.preStart) : null,
  });
  const final = withAccessMode(applyImageTag(resolveLayers(layers), layers.map(originOf)), clusterType);
  return { ...final, warnings: warningsOf(final, clusterType, facts), faults: checkRunnable(final.value, clusterType) };
}

const templateLayer = ({ name, version, document }: NonNullable<ResolveInput["template"]>): Layer => ({
  name: "template",
  detail: `${name}@${version}`,
  value: document,
});

/** Stored documents say which version they stand on, whether or not their user wrote it: the template tells it. */
const withoutVersion = (document: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(document).filter(([key]) => key !== "template_version"));

/** YAML texts become maps, `environment` becomes `env` and Docker's limits `resources`, so that all layers speak one language. */
function normaliseLayer(layer: Layer, type: ClusterType): Layer {
  const { container_config, lifecycle_config, ...rest } = layer.value;
  const container = expand(container_config);
  const lifecycle = expand(lifecycle_config);
  return {
    ...layer,
    value: {
      ...rest,
      ...(container === undefined
        ? {}
        : { container_config: isObject(container) ? oneLanguage(container, type) : container }),
      ...(lifecycle === undefined ? {} : { lifecycle_config: lifecycle }),
    },
  };
}

function oneLanguage(container: JsonObject, type: ClusterType): JsonObject {
  const config = normaliseContainer(container);
  return isKubernetes(type) ? config : withPlainLimits(config);
}

function expand(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  const reading = readYaml(value);
  if (!reading.ok)
    throw new Error("a stored document holds YAML that does not parse, although it was checked before it was stored");
  return reading.value;
}

/**
 * A tag belongs to the image of its own layer or of a weaker one. A stronger layer's image is meant as it is written: a user's tag must not
 * change an image that the policy enforces.
 */
function applyImageTag(resolved: Resolved, weakestFirst: readonly string[]): Resolved {
  const config = resolved.value.container_config;
  if (!isObject(config) || typeof config.image_tag !== "string") return resolved;
  const { image_tag: tag, ...rest } = config;
  const origins = new Map(resolved.origins);
  const from = origins.get("container_config.image_tag") ?? "builtin";
  origins.delete("container_config.image_tag");
  const without = { ...resolved, value: { ...resolved.value, container_config: rest }, origins };
  if (typeof rest.image !== "string") return without;
  const layer = origins.get("container_config.image") ?? "builtin";
  const lost = (path: string, value: Json, of: string, by: string) => ({
    ...without,
    overrides: of === by ? resolved.overrides : [...resolved.overrides, { path, layer: of, value, by }],
  });
  if (weakestFirst.indexOf(from) < weakestFirst.indexOf(layer))
    return lost("container_config.image_tag", tag, from, layer);
  origins.set("container_config.image", from);
  const value = { ...resolved.value, container_config: { ...rest, image: withTag(rest.image, tag) } };
  const named = parseImage(rest.image);
  // An image without tag and digest says nothing that the tag would take away.
  if (named.tag === null && named.digest === null) return { ...without, value };
  return { ...lost("container_config.image", rest.image, layer, from), value };
}

function warningsOf({ value, origins }: Resolved, type: ClusterType, facts: LayerFacts): readonly Sayable[] {
  const warnings: Sayable[] = [];
  if (
    isKubernetes(type) &&
    Array.isArray(facts.storage_classes) &&
    value.storage_class_name === undefined &&
    value.pvc_name === undefined
  ) {
    warnings.push(say("plan/default-storage-class", { name: seedStorageClass }));
  }
  if (value.pvc_name !== undefined && origins.get("storage_class_name")?.startsWith("environment:")) {
    warnings.push(say("plan/shared-claim-wins"));
  }
  const container = isObject(value.container_config) ? value.container_config : {};
  if (facts.swarm === null) {
    const placing = ["nodeSelector", "placement"].filter((key) => container[key] !== undefined);
    warnings.push(...placing.map((key) => say("config/only-swarm", { key })));
  }
  const pod = isObject(facts.own_pod) ? facts.own_pod : {};
  if (typeof pod.problem === "string") {
    const { name, namespace } = pod;
    const place = { name: String(name ?? ""), namespace: String(namespace ?? "") };
    warnings.push(say("plan/no-own-pod", { reason: ownPodReason(pod.problem, place) }));
  }
  return warnings;
}

/** `problem` of the fact `own_pod`. */
function ownPodReason(problem: string, place: { readonly name: string; readonly namespace: string }): Sayable {
  if (problem === "not-found") return say("plan/pod-not-found", place);
  return problem === "unreadable" ? say("plan/pod-unreadable", place) : say("plan/not-in-a-pod");
}

/** Many pods may write to the seed documents' file system at once; other classes are disks of one node (product section 6). */
function withAccessMode(resolved: Resolved, type: ClusterType): Resolved {
  if (!isKubernetes(type) || resolved.value.storage_access_mode !== undefined) return resolved;
  const mode = resolved.value.storage_class_name === seedStorageClass ? "ReadWriteMany" : "ReadWriteOnce";
  return {
    ...resolved,
    value: { ...resolved.value, storage_access_mode: mode },
    origins: new Map([...resolved.origins, ["storage_access_mode", "builtin"]]),
  };
}
