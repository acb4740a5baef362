import type { ClusterType } from "@/lib/provisioning/provider";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Fault } from "@/lib/shared/errors";
import { readYaml } from "@/lib/shared/yaml";
import { normaliseContainer } from "@/lib/workspaces/container";
import type { TemplateDto } from "@/lib/workspaces/dto";
import {
  builtinLayers,
  environmentLayers,
  isKubernetes,
  seedStorageClass,
  type LayerFacts,
  type LayerSettings,
} from "./environment-layers";
import { withTag } from "./image";
import { resolveLayers, type Resolved } from "./merge";
import { checkRunnable } from "./runnable";
import { orderLayers, type Layer, type LayerSources } from "./order";

export type ResolveInput = {
  readonly clusterType: ClusterType;
  /** As stored: `container_config` and `lifecycle_config` may be YAML texts. It was checked when it was parsed. */
  readonly document: JsonObject;
  readonly template: Pick<TemplateDto, "name" | "document"> | null;
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
export type ResolvedDocument = Resolved & { readonly warnings: readonly string[]; readonly faults: readonly Fault[] };

export function resolveDocument(input: ResolveInput): ResolvedDocument {
  const { clusterType, template, workspace } = input;
  const facts = input.facts ?? {};
  const layers = orderLayers({
    builtin: builtinLayers(clusterType, facts),
    environment: environmentLayers(clusterType, input.settings, workspace.name),
    policies: (input.policies ?? []).map((policy) => ({ ...policy, layer: normaliseLayer(policy.layer) })),
    template: template ? normaliseLayer({ name: "template", detail: template.name, value: template.document }) : null,
    document: normaliseLayer({ name: "document", value: input.document }),
    preStart: input.preStart ? normaliseLayer(input.preStart) : null,
  });
  const resolved = resolveLayers(layers);
  const final = withAccessMode(applyImageTag(resolved), clusterType);
  return { ...final, warnings: warningsOf(final, clusterType, facts), faults: checkRunnable(final.value, clusterType) };
}

/** YAML texts become maps, and `environment` becomes `env`, so that all layers speak one language. */
function normaliseLayer(layer: Layer): Layer {
  const { container_config, lifecycle_config, ...rest } = layer.value;
  const container = expand(container_config);
  const lifecycle = expand(lifecycle_config);
  return {
    ...layer,
    value: {
      ...rest,
      ...(container === undefined
        ? {}
        : { container_config: isObject(container) ? normaliseContainer(container) : container }),
      ...(lifecycle === undefined ? {} : { lifecycle_config: lifecycle }),
    },
  };
}

function expand(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  const reading = readYaml(value);
  if (!reading.ok)
    throw new Error("a stored document holds YAML that does not parse, although it was checked before it was stored");
  return reading.value;
}

function applyImageTag(resolved: Resolved): Resolved {
  const config = resolved.value.container_config;
  if (!isObject(config) || typeof config.image_tag !== "string") return resolved;
  const { image_tag: tag, ...rest } = config;
  const origins = new Map(resolved.origins);
  const origin = origins.get("container_config.image_tag");
  origins.delete("container_config.image_tag");
  if (typeof rest.image !== "string")
    return { ...resolved, value: { ...resolved.value, container_config: rest }, origins };
  const layer = origins.get("container_config.image");
  if (origin !== undefined) origins.set("container_config.image", origin);
  const lost =
    layer === undefined || origin === undefined || layer === origin
      ? []
      : [{ path: "container_config.image", layer, value: rest.image, by: origin }];
  return {
    value: { ...resolved.value, container_config: { ...rest, image: withTag(rest.image, tag) } },
    origins,
    overrides: [...resolved.overrides, ...lost],
  };
}

function warningsOf({ value, origins }: Resolved, type: ClusterType, facts: LayerFacts): readonly string[] {
  const warnings: string[] = [];
  if (
    isKubernetes(type) &&
    Array.isArray(facts.storage_classes) &&
    value.storage_class_name === undefined &&
    value.pvc_name === undefined
  ) {
    warnings.push(
      `The storage class ${seedStorageClass} does not exist here and no other was named: the cluster's default class is used.`,
    );
  }
  if (value.pvc_name !== undefined && origins.get("storage_class_name")?.startsWith("environment:")) {
    warnings.push("A shared volume claim and a storage class are both set: the shared claim is used.");
  }
  return warnings;
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
