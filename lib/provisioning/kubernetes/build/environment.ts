import type { JsonObject } from "@/lib/shared/json";
import { canonicalJson } from "@/lib/shared/json";
import { sha256 } from "@/lib/shared/sha256";
import type { EnvironmentEntry } from "@/lib/variables/environment";

/** Entries whose value must not stand in the pod template: they go into the workspace's Secret. */
export function secretData(entries: readonly EnvironmentEntry[]): Readonly<Record<string, string>> {
  const secrets = entries.filter((entry) => entry.secret && entry.valueFrom === undefined);
  return Object.fromEntries(secrets.map((entry) => [entry.name, entry.value ?? ""]));
}

/** The container's `env`: literals, the user's own references, and references to the workspace's Secret. */
export function environmentOf(entries: readonly EnvironmentEntry[], secretName: string): readonly JsonObject[] {
  return entries.map((entry): JsonObject => {
    if (entry.valueFrom !== undefined) return { name: entry.name, valueFrom: entry.valueFrom };
    if (entry.secret) return { name: entry.name, valueFrom: { secretKeyRef: { name: secretName, key: entry.name } } };
    return { name: entry.name, value: entry.value ?? "" };
  });
}

/** Salted with the workspace's id, so that equal secrets of two workspaces cannot be recognised by their digests. */
export const secretDigest = (workspaceId: string, data: Readonly<Record<string, string>>): string =>
  sha256(`${workspaceId}\n${canonicalJson(data)}`).slice(0, 32);
