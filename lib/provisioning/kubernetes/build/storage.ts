import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../../manifest";
import type { BuildContext } from "../../provider";
import { objectMeta } from "./metadata";
import { textOf } from "./values";

/** Volume of the pod that holds the workspace's files. */
export const homeVolume = "home";

/** The class that the seed documents name: where a cluster does not have it, nobody chose it, and the cluster's default class serves. */
const seedStorageClass = "efs-sc-us-west-2";

const defaultSize = "2Gi";

export type Storage = {
  readonly claimName: string;
  readonly subPath: string | null;
  /** The workspace's own claim; null when it uses a folder of a shared one. */
  readonly claim: Manifest | null;
};

/** Own claim, or a folder of the shared one; shared wins (product, section 6). */
export function storageOf(resolved: JsonObject, context: BuildContext): Storage {
  const shared = textOf(resolved.pvc_name);
  if (shared !== null)
    return { claimName: shared, subPath: textOf(resolved.pvc_subpath) ?? context.workspace.name, claim: null };
  return { claimName: context.names.data, subPath: null, claim: claimOf(resolved, context) };
}

function claimOf(resolved: JsonObject, context: BuildContext): Manifest {
  const storageClass = storageClassOf(resolved, context.facts);
  const usual = storageClass === seedStorageClass ? "ReadWriteMany" : "ReadWriteOnce";
  const size: Json =
    typeof resolved.storage_request_size === "number"
      ? String(resolved.storage_request_size)
      : (textOf(resolved.storage_request_size ?? null) ?? defaultSize);
  return {
    kind: "PersistentVolumeClaim",
    name: context.names.data,
    body: {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: objectMeta(context.names.data, resolved, context),
      spec: {
        accessModes: [textOf(resolved.storage_access_mode) ?? usual],
        resources: { requests: { storage: size } },
        ...(storageClass === null ? {} : { storageClassName: storageClass }),
      },
    },
  };
}

/** Null: the cluster's default class. */
function storageClassOf(resolved: JsonObject, facts: JsonObject): string | null {
  const wanted = textOf(resolved.storage_class_name);
  const known = facts.storage_classes;
  const exists =
    !Array.isArray(known) || known.some((entry) => entry === wanted || (isObject(entry) && entry.name === wanted));
  return wanted === seedStorageClass && !exists ? null : wanted;
}
