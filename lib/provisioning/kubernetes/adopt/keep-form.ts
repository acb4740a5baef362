import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { mergeThree } from "@/lib/shared/merge-three";
import type { KeepFormInput } from "../../adoption";
import type { Manifest } from "../../manifest";
import { copiedFields } from "../build/fields";
import { compact } from "../build/values";
import { listKey } from "../diff-rules";
import { annotationKeys, isRouteKind, isWorkload, mainContainer } from "../kinds";
import { mainContainerName } from "../main-container";

/**
 * The objects of a workspace that was taken over: those that were found, with what Berth wants to have changed since. Their names, selectors
 * and pod templates stay, so nothing restarts until something is changed that restarts it anyway.
 */
export function keepForm(input: KeepFormInput): readonly Manifest[] {
  const { built, found } = input;
  const workload = found.find(({ kind }) => isWorkload(kind));
  if (!workload) return built;
  const ownName = built.find(({ kind }) => kind === "StatefulSet")?.name ?? workload.name;
  const service = found.find(({ kind }) => kind === "Service");
  return built.flatMap((manifest): readonly Manifest[] => {
    const base = input.base.find(({ kind }) => kind === manifest.kind);
    switch (manifest.kind) {
      case "StatefulSet":
        return [workloadOf(manifest, base, workload, input)];
      case "Service":
        return [service ? asFound(manifest, base, service) : leadingTo(manifest, workload)];
      case "PersistentVolumeClaim": {
        const claim = found.find(({ kind }) => kind === manifest.kind);
        return claim ? [asFound(manifest, base, claim)] : [];
      }
      default:
        return [service && isRouteKind(manifest.kind) ? redirected(manifest, ownName, service.name) : manifest];
    }
  });
}

const specOf = (manifest: Manifest | undefined): JsonObject => objectAt(manifest?.body, "spec");

const objectAt = (base: unknown, ...path: readonly string[]): JsonObject => {
  const value = getIn(base, path);
  return isObject(value) ? value : {};
};

/** Berth's labels lie over those that were found: they are what it finds its objects by. */
const metadataOf = (built: Manifest, found: Manifest): JsonObject => ({
  ...objectAt(found.body, "metadata"),
  labels: { ...objectAt(found.body, "metadata", "labels"), ...objectAt(built.body, "metadata", "labels") },
  annotations: {
    ...objectAt(found.body, "metadata", "annotations"),
    ...objectAt(built.body, "metadata", "annotations"),
    [annotationKeys.adopted]: "true",
  },
});

const withSpec = (built: Manifest, found: Manifest, spec: Json | undefined): Manifest => ({
  ...found,
  body: { ...found.body, metadata: metadataOf(built, found), spec: spec ?? {} },
});

const asFound = (built: Manifest, base: Manifest | undefined, found: Manifest): Manifest =>
  withSpec(built, found, mergeThree(specOf(base), specOf(built), specOf(found), listKey, "spec"));

function workloadOf(built: Manifest, base: Manifest | undefined, found: Manifest, input: KeepFormInput): Manifest {
  const template = objectAt(found.body, "spec", "template");
  const main = mainContainerName(template.spec, objectAt(template, "metadata", "annotations")) ?? mainContainer;
  const [before, wanted] = [withMainName(specOf(base), main), withMainName(specOf(built), main)];
  const merged = mergeThree(before, wanted, specOf(found), listKey, "spec");
  const spec = withWritten(isObject(merged) ? merged : {}, main, input);
  return withSpec(built, found, {
    ...spec,
    // How many run is what start and stop decide, not how it was found.
    replicas: specOf(built).replicas ?? 1,
    ...(found.kind === "StatefulSet" ? keepingClaims(spec) : {}),
  });
}

/** Whoever deletes a workspace decides about its storage; the StatefulSet must not do it by itself. */
function keepingClaims(spec: JsonObject): JsonObject {
  const policy = objectAt(spec, "persistentVolumeClaimRetentionPolicy");
  const deletes = policy.whenDeleted === "Delete" || policy.whenScaled === "Delete";
  return deletes ? { persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" } } : {};
}

function withMainName(spec: JsonObject, name: string): JsonObject {
  return withContainers(spec, (container) => (container.name === mainContainer ? { ...container, name } : container));
}

function withContainers(spec: JsonObject, change: (container: JsonObject) => JsonObject): JsonObject {
  const template = objectAt(spec, "template");
  const pod = objectAt(template, "spec");
  const { containers } = pod;
  if (!Array.isArray(containers)) return spec;
  const changed = containers.map((item: Json) => (isObject(item) ? change(item) : item));
  return { ...spec, template: { ...template, spec: { ...pod, containers: changed } } };
}

const writtenFields: readonly string[] = [...copiedFields, "securityContext", "volumeMounts", "readinessProbe"];

/** What is written now and was not then counts even where Berth would have built the same by itself. */
function withWritten(spec: JsonObject, main: string, { config, baseConfig }: KeepFormInput): JsonObject {
  return withContainers(spec, (container) => {
    if (container.name !== main) return container;
    const entries = writtenFields.map(
      (field) => [field, mergeThree(baseConfig[field], config[field], container[field], listKey, `.${field}`)] as const,
    );
    const decided = new Set(entries.map(([field]) => field));
    const others = Object.entries(container).filter(([field]) => !decided.has(field));
    return compact(Object.fromEntries([...others, ...entries]));
  });
}

/** Where it had no Service it gets Berth's, which must find the pods as they are. */
function leadingTo(service: Manifest, workload: Manifest): Manifest {
  const selector = objectAt(workload.body, "spec", "selector", "matchLabels");
  return { ...service, body: { ...service.body, spec: { ...specOf(service), selector } } };
}

/** A route leads to the Service by its name, as Ingresses have it or, in front of its namespace, as istio has it. */
function redirected(route: Manifest, from: string, to: string): Manifest {
  const change = (value: Json): Json => {
    if (value === from) return to;
    if (typeof value === "string") return value.startsWith(`${from}.`) ? `${to}${value.slice(from.length)}` : value;
    if (Array.isArray(value)) return value.map((item: Json) => change(item));
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]))
      : value;
  };
  return { ...route, body: { ...route.body, spec: change(specOf(route)) } };
}
