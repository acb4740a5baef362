import type { Services } from "@/lib/server/services";
import { isObject, type JsonObject } from "@/lib/shared/json";
import type { Composed } from "@/lib/workspaces/compose";
import type { Applied } from "../drift";

/** Sealed, because the objects hold the values of secret variables. */
export function sealApplied({ secrets }: Pick<Services, "secrets">, composed: Composed): string {
  const secretNames = composed.environment.filter(({ secret }) => secret).map(({ name }) => name);
  const applied: Applied = { manifests: composed.manifests, secretNames };
  return secrets.seal(JSON.stringify(applied));
}

/** Reads what `sealApplied` made. */
export function openApplied({ secrets }: Pick<Services, "secrets">, sealed: string): Applied {
  const value: unknown = JSON.parse(secrets.open(sealed));
  const { manifests, secretNames }: JsonObject = isObject(value) ? value : {};
  return {
    manifests: (Array.isArray(manifests) ? manifests : []).filter(isObject).map(({ kind, name, body }) => ({
      kind: String(kind),
      name: String(name),
      body: isObject(body) ? body : {},
    })),
    secretNames: Array.isArray(secretNames) ? secretNames.map(String) : [],
  };
}
