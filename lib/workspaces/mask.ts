import type { Manifest } from "@/lib/provisioning/manifest";
import type { FieldChange } from "@/lib/provisioning/plan";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";

export const masked = "••••••";

/**
 * Hides secrets in built or observed objects before people see them: values of Secret objects, and of variables that are named as secret,
 * in whichever of the forms that backends use for variables (`{ name, value }`, `NAME=value`, `{ NAME: value }`).
 */
export function maskManifest(manifest: Manifest, secretNames: ReadonlySet<string>): Manifest {
  const body: JsonObject = isSecretKind(manifest.kind) ? maskData(manifest.body) : manifest.body;
  const names = new Set([...secretNames, ...namesIn(body)]);
  const value = maskValue(body, names, false);
  return { ...manifest, body: isObject(value) ? value : {} };
}

/** The same for one change of a plan. */
export function maskChange(kind: string, change: FieldChange, secretNames: ReadonlySet<string>): FieldChange {
  const { path } = change;
  const last =
    /\[name=([^\]]+)\]\.value$/.exec(path)?.[1] ?? (hasEnvironment(path) ? path.split(".").at(-1) : undefined);
  const whole =
    (isSecretKind(kind) && /^(data|stringData)\b/.test(path)) || (last !== undefined && secretNames.has(last));
  const hide = (value: Json | undefined): Json | undefined => {
    if (value === undefined) return undefined;
    return whole ? masked : maskValue(value, secretNames, hasEnvironment(path));
  };
  return { ...change, before: hide(change.before), after: hide(change.after) };
}

const isSecretKind = (kind: string): boolean => kind === "Secret";
const hasEnvironment = (path: string): boolean => /(^|[.\]_])env(ironment)?($|[.[])/i.test(path);

function maskData(body: JsonObject): JsonObject {
  const hide = (value: Json | undefined): Json =>
    isObject(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, masked])) : (value ?? null);
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, key === "data" || key === "stringData" ? hide(value) : value]),
  );
}

/** Docker's builder lists the names of its secret variables in the object. */
function namesIn(body: JsonObject): readonly string[] {
  return Array.isArray(body.secret_env) ? body.secret_env.map(String) : [];
}

function maskValue(value: Json, names: ReadonlySet<string>, inEnvironment: boolean): Json {
  if (Array.isArray(value)) return value.map((item: Json) => maskValue(item, names, inEnvironment));
  if (typeof value === "string") {
    const name = inEnvironment ? /^([^=]+)=/.exec(value)?.[1] : undefined;
    return name !== undefined && names.has(name) ? `${name}=${masked}` : value;
  }
  if (!isObject(value)) return value;
  const variable =
    typeof value.name === "string" && "value" in value && (value.secret === true || names.has(value.name));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if ((variable && key === "value") || (inEnvironment && names.has(key) && typeof item === "string"))
        return [key, masked];
      return [key, maskValue(item, names, inEnvironment || hasEnvironment(key))];
    }),
  );
}
