import { say } from "@/lib/i18n/say";
import { PortalError, isPortalError } from "@/lib/shared/errors";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { compareQuantities, parseQuantity } from "@/lib/shared/quantity";
import { manifestKey, type Manifest } from "../../manifest";
import type { Step } from "../../plan";
import type { StepProof } from "../../provider";
import { admissionChanges } from "../admission";
import { fieldManager, isManagedKind, isWorkload, managedKinds, objectPath, type KindPath } from "../kinds";
import { stringAt } from "../pod-state";
import type { KubernetesClient } from "./client";
import type { ApiCall } from "./errors";
import { claimFields } from "./ownership";

/** Replacing waits this long for the old object, with its pods, to go. */
const goneTimeout = 60_000;
const goneInterval = 100;

/** Metadata is all that Berth reads of a Secret, in answers too. */
const metadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

export type Target = { readonly client: KubernetesClient; readonly namespace: string; readonly signal: AbortSignal };

/** Does one step. Doing it again changes nothing: applies are declarative, and what is already gone counts as deleted. */
export async function applyStep(step: Step, target: Target): Promise<void> {
  switch (step.action) {
    case "create":
      await claimFields(step.after, target);
      return void (await put(step.after, target));
    case "update":
      refuseShrinking(step.before, step.after);
      await claimFields(step.after, target);
      return void (await put(step.after, target));
    case "replace":
      refuseReplacedStorage(step.after);
      await remove(step.before, target);
      await gone(step.before, target);
      return void (await put(step.after, target));
    case "delete":
      return remove(step.before, target);
  }
}

const nothing: StepProof = { changes: [], warnings: [] };

/** Asks the API server, with admission, quota and validation, without doing anything. */
export async function dryRunStep(step: Step, target: Target): Promise<StepProof> {
  if (step.action === "delete") return nothing;
  if (step.action === "update") refuseShrinking(step.before, step.after);
  if (step.action === "replace") {
    refuseReplacedStorage(step.after);
    return nothing;
  }
  const warnings: string[] = [];
  const given = await put(step.after, target, (list) => warnings.push(...list));
  // Of a Secret only the metadata comes back.
  const changes = step.after.kind === "Secret" || !isObject(given) ? [] : admissionChanges(step.after, given);
  return { changes, warnings };
}

/** The object as the API server stores it; with `onWarnings` as it would. */
async function put(
  manifest: Manifest,
  target: Target,
  onWarnings?: (warnings: readonly string[]) => void,
): Promise<unknown> {
  const { path, call } = address(manifest, "patch", target);
  // Strict: a field that Kubernetes does not know would else be dropped without a word.
  const query = `fieldManager=${fieldManager}&force=true&fieldValidation=Strict${onWarnings ? "&dryRun=All" : ""}`;
  const result = await target.client.request({
    call,
    method: "PATCH",
    path: `${path}?${query}`,
    body: { ...manifest.body, metadata: { ...metadataOf(manifest.body), namespace: target.namespace } },
    contentType: "application/apply-patch+yaml",
    ...(manifest.kind === "Secret" ? { accept: metadataOnly } : {}),
    ...(onWarnings ? { onWarnings } : {}),
    signal: target.signal,
  });
  if (stringAt(result, "metadata", "deletionTimestamp") !== null) {
    throw new PortalError("cluster/conflict", say("api/earlier-being-deleted", { object: manifestKey(manifest) }));
  }
  return result;
}

const metadataOf = (body: JsonObject): JsonObject => (isObject(body.metadata) ? body.metadata : {});

async function remove(manifest: Manifest, target: Target): Promise<void> {
  const { path, call } = address(manifest, "delete", target);
  // In the foreground a workload stays until its pods are gone, so nothing is left behind unseen.
  const propagationPolicy = isWorkload(manifest.kind) ? "Foreground" : "Background";
  try {
    await target.client.request({
      call,
      method: "DELETE",
      path,
      body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy },
      signal: target.signal,
    });
  } catch (error) {
    if (!isPortalError(error) || error.code !== "not-found") throw error;
  }
}

async function gone(manifest: Manifest, target: Target): Promise<void> {
  const { path, call } = address(manifest, "get", target);
  const deadline = Date.now() + goneTimeout;
  while (Date.now() < deadline) {
    try {
      await target.client.request({ call, method: "GET", path, accept: metadataOnly, signal: target.signal });
    } catch (error) {
      if (isPortalError(error) && error.code === "not-found") return;
      throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, goneInterval));
  }
  throw new PortalError("cluster/conflict", say("api/being-deleted", { object: manifestKey(manifest) }));
}

function address(manifest: Manifest, verb: string, target: Target): { readonly path: string; readonly call: ApiCall } {
  const kind = kindOf(manifest);
  return {
    path: objectPath(kind, target.namespace, manifest.name),
    call: {
      verb,
      resource: kind.plural,
      namespace: target.namespace,
      name: manifest.name,
      ...(manifest.kind === "Secret" ? { confidential: true } : {}),
    },
  };
}

function kindOf(manifest: Manifest): KindPath {
  if (isManagedKind(manifest.kind)) return managedKinds[manifest.kind];
  throw new PortalError("internal", `Berth makes no objects of kind ${manifest.kind} on Kubernetes.`);
}

/** Never by way of an update: a replaced claim is another, empty volume. */
function refuseReplacedStorage(manifest: Manifest): void {
  if (manifest.kind !== "PersistentVolumeClaim") return;
  throw new PortalError("cluster/rejected", say("api/storage-fixed", { name: manifest.name }));
}

function refuseShrinking(before: Manifest, after: Manifest): void {
  if (after.kind !== "PersistentVolumeClaim") return;
  const size = (manifest: Manifest) => {
    const value = getIn(manifest.body, ["spec", "resources", "requests", "storage"]);
    return typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;
  };
  const [old, wanted] = [size(before), size(after)];
  if (old && wanted && compareQuantities(wanted, old) < 0) {
    throw new PortalError("cluster/rejected", say("api/storage-shrinks", { name: after.name }));
  }
}
