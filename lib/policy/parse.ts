import { saidBy } from "@/lib/i18n/issue";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { formatPath, type Path } from "@/lib/shared/path";
import { readYaml, type YamlText } from "@/lib/shared/yaml";
import { unknownKey } from "@/lib/workspaces/check-schema";
import { lifecycleSchema } from "@/lib/workspaces/schema";
import { checkPolicyContainer, defaultsByType } from "./defaults";
import type { Maximum, Policy, Requirements } from "./policy";
import { maximumSchema, ownFields, policyKeys, policySchema, requireSchema } from "./schema";

export type PolicyReading =
  { readonly ok: true; readonly policy: Policy } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a policy as a file or the portal holds it; all its faults at once, each with path, line and column. */
export function parsePolicy(text: string): PolicyReading {
  const reading = readYaml(text);
  if (!reading.ok) return reading;
  if (reading.value === null) {
    return { ok: false, faults: [{ path: "", ...say("policy/empty"), line: 1, column: 1 }] };
  }
  const embedded = expandTexts(reading.value);
  const found = [...embedded.faults, ...checkFields(embedded.value), ...checkContainer(embedded.value)];
  if (found.length > 0 || !isObject(embedded.value)) return { ok: false, faults: located(found, reading) };
  return { ok: true, policy: toPolicy(embedded.value) };
}

type Found = Sayable & { readonly path: Path };

function located(found: readonly Found[], { positionOf }: YamlText): readonly Fault[] {
  return found
    .map(({ path, ...said }): Fault => ({ ...said, path: formatPath(path), ...positionOf(path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

/** As in a document, both may be a YAML text inside the text (product section 2). */
function expandTexts(value: Json): { readonly value: Json; readonly faults: readonly Found[] } {
  if (!isObject(value)) return { value, faults: [] };
  const faults: Found[] = [];
  const expanded = ["container_config", "lifecycle_config"].flatMap((field): [string, Json][] => {
    const text = value[field];
    if (typeof text !== "string") return [];
    const reading = readYaml(text);
    if (reading.ok) return [[field, reading.value]];
    faults.push(
      ...reading.faults.map((fault) => ({
        path: [field],
        ...say("policy/line", { line: fault.line ?? 1, fault }),
      })),
    );
    return [[field, null]];
  });
  return { value: { ...value, ...Object.fromEntries(expanded) }, faults };
}

function checkFields(value: Json): readonly Found[] {
  const result = policySchema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): readonly Found[] => {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    if (issue.code !== "unrecognized_keys") return [{ path, ...saidBy(issue) }];
    return issue.keys.map((key) => ({ path: [...path, key], ...unknownIn(path, key) }));
  });
}

/** Keys that are known at a place, for "did you mean". */
const knownKeys: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(policySchema.shape),
  maximum: Object.keys(maximumSchema.shape),
  "maximum.resources": ["requests", "limits"],
  require: Object.keys(requireSchema.shape),
  lifecycle_config: Object.keys(lifecycleSchema.shape),
};

function unknownIn(path: Path, key: string): Sayable {
  const own = path.length === 0 && Object.hasOwn(ownFields, key) ? ownFields[key] : undefined;
  if (own !== undefined) return say("policy/own-field", { key, reason: say(own) });
  return unknownKey(key, knownKeys[path.join(".")] ?? []);
}

function checkContainer(value: Json): readonly Found[] {
  const container = isObject(value) ? value.container_config : undefined;
  if (!isObject(container)) return [];
  return checkPolicyContainer(container).map((fault) => ({ ...fault, path: ["container_config", ...fault.path] }));
}

function toPolicy(value: JsonObject): Policy {
  const { maximum, deny, require } = policySchema.parse(value);
  const defaults = Object.entries(value).filter(([key]) => !policyKeys.some((own) => own === key));
  return {
    enabled: value.enabled !== false,
    enforce: value.enforce === true,
    strict: value.strict === true,
    defaults: defaultsByType(Object.fromEntries(defaults)),
    maximum: withoutNulls<Maximum>(maximum ?? {}),
    deny: [...new Set(deny ?? [])],
    require: withoutNulls<Requirements>(require ?? {}),
  };
}

/** `null` means the same as absent; the type of the result has no nulls. */
function withoutNulls<T>(value: { readonly [Key in keyof T]?: unknown }): T {
  const plain = (item: unknown): unknown =>
    isObject(item)
      ? Object.fromEntries(
          Object.entries(item)
            .filter(([, inner]) => inner !== null && inner !== undefined)
            .map(([key, inner]) => [key, plain(inner)]),
        )
      : item;
  return plain(value) as T;
}
