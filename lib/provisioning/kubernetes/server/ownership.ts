import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { isPortalError } from "@/lib/shared/errors";
import type { Manifest } from "../../manifest";
import { annotationKeys, fieldManager, isWorkload, managedKinds, objectPath } from "../kinds";
import { stringAt } from "../pod-state";
import type { Target } from "./apply";

/**
 * Server-side apply takes a field away only when nobody else claims it. Whoever made an object that Berth took over still claims all of it,
 * so a variable that is removed from the document would stay: before Berth writes such an object, the others' claims on its `spec` become
 * Berth's. Nothing of the object itself changes.
 */
export async function claimFields(manifest: Manifest, target: Target): Promise<void> {
  if (!isWorkload(manifest.kind)) return;
  if (stringAt(manifest.body, "metadata", "annotations", annotationKeys.adopted) === null) return;
  const kind = managedKinds[manifest.kind];
  const path = objectPath(kind, target.namespace, manifest.name);
  const call = { resource: kind.plural, namespace: target.namespace, name: manifest.name };
  const live = await target.client
    .request({ call: { verb: "get", ...call }, method: "GET", path, signal: target.signal })
    .catch((error: unknown) => {
      if (isPortalError(error) && error.code === "not-found") return null;
      throw error;
    });
  const managedFields = live === null ? null : claimed(getIn(live, ["metadata", "managedFields"]));
  if (managedFields === null) return;
  await target.client.request({
    call: { verb: "patch", ...call },
    method: "PATCH",
    path,
    contentType: "application/json-patch+json",
    body: [
      // Whoever changes it at the same moment makes this fail, and the next pass begins again.
      { op: "test", path: "/metadata/resourceVersion", value: stringAt(live, "metadata", "resourceVersion") },
      { op: "replace", path: "/metadata/managedFields", value: managedFields },
    ],
    signal: target.signal,
  });
}

/** Null: nobody else claims anything of the spec. */
export function claimed(value: unknown): readonly JsonObject[] | null {
  const entries = Array.isArray(value) ? value.filter(isObject) : [];
  const isOwn = (entry: JsonObject) => entry.manager === fieldManager && entry.operation === "Apply";
  const specOf = (entry: JsonObject) => {
    const spec = getIn(entry, ["fieldsV1", "f:spec"]);
    // What `scale` and the status claim goes through other doors.
    return isObject(spec) && entry.subresource === undefined && !isOwn(entry) ? spec : null;
  };
  const theirs = entries.map(specOf).filter((spec) => spec !== null);
  const first = entries.find((entry) => specOf(entry) !== null);
  if (!first) return null;
  const own = entries.find(isOwn);
  const fields = own && isObject(own.fieldsV1) ? own.fieldsV1 : {};
  const spec = theirs.reduce<JsonObject>(union, isObject(fields["f:spec"]) ? fields["f:spec"] : {});
  const claim: JsonObject = {
    apiVersion: own?.apiVersion ?? first.apiVersion ?? "apps/v1",
    fieldsType: "FieldsV1",
    manager: fieldManager,
    operation: "Apply",
    time: own?.time ?? first.time ?? null,
    fieldsV1: { ...fields, "f:spec": spec },
  };
  const others = entries
    .filter((entry) => !isOwn(entry))
    .flatMap((entry) => withoutSpec(entry, specOf(entry) !== null));
  return [...others, claim];
}

function withoutSpec(entry: JsonObject, claimsSpec: boolean): readonly JsonObject[] {
  if (!claimsSpec || !isObject(entry.fieldsV1)) return [entry];
  const rest = Object.entries(entry.fieldsV1).filter(([field]) => field !== "f:spec");
  return rest.length === 0 ? [] : [{ ...entry, fieldsV1: Object.fromEntries(rest) }];
}

function union(a: JsonObject, b: JsonObject): JsonObject {
  const merged = Object.entries(b).map(([key, value]): [string, Json] => {
    const present = a[key];
    return [key, isObject(present) && isObject(value) ? union(present, value) : value];
  });
  return { ...a, ...Object.fromEntries(merged) };
}
