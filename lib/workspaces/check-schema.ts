import { recognise, say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { isObject, type Json } from "@/lib/shared/json";
import { nearest } from "@/lib/shared/nearest";
import type { Path } from "@/lib/shared/path";

/** The part of JSON Schema draft 07 in which container configurations are described (kubernetes-schema/, docker-schema.ts, local-schema.ts). */
export type JsonSchema = {
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly Json[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
};

export type Definitions = Readonly<Record<string, JsonSchema>>;

export type SchemaFault = Sayable & { readonly path: Path };

export type SchemaCheck = {
  readonly definitions: Definitions;
  /** A better text than "unknown key" for a key that is known elsewhere. */
  readonly explainUnknown?: (path: Path, key: string) => Sayable | undefined;
};

/**
 * Every fault of a value, in words for the person who wrote it. A library would compile the schema to code, which the portal's content
 * security policy refuses in the browser, and its messages would still need this translation. `null` stands for "remove" (product section 3)
 * and is allowed for every key.
 */
export function checkSchema(
  value: Json,
  schema: JsonSchema,
  check: SchemaCheck,
  path: Path = [],
): readonly SchemaFault[] {
  const resolved = resolveReference(schema, check.definitions);
  if (resolved.anyOf) return checkAnyOf(value, resolved, check, path);
  if (resolved.enum && !resolved.enum.includes(value)) {
    const known = resolved.enum.map(String);
    const near = typeof value === "string" ? nearest(value, known) : undefined;
    const params = { value: show(value), allowed: known.join(", ") };
    return [{ path, ...(near ? say("value/not-one-of-near", { ...params, near }) : say("value/not-one-of", params)) }];
  }
  switch (resolved.type) {
    case "object":
      return isObject(value)
        ? checkObject(value, resolved, check, path)
        : [{ path, ...say("value/must-be-map", { kind: kindOf(value) }) }];
    case "array":
      if (!Array.isArray(value)) return [{ path, ...say("value/must-be-list", { kind: kindOf(value) }) }];
      return (value as readonly Json[]).flatMap((item, index) =>
        resolved.items ? checkSchema(item, resolved.items, check, [...path, index]) : [],
      );
    case "string":
      return checkText(value, resolved, path);
    case "integer":
    case "number":
      return checkNumber(value, resolved, path);
    case "boolean":
      return typeof value === "boolean" ? [] : [{ path, ...say("value/must-be-boolean", { value: show(value) }) }];
    default:
      return [];
  }
}

function resolveReference(schema: JsonSchema, definitions: Definitions): JsonSchema {
  const name = schema.$ref?.replace("#/definitions/", "");
  return name === undefined ? schema : (definitions[name] ?? {});
}

function checkAnyOf(value: Json, schema: JsonSchema, check: SchemaCheck, path: Path): readonly SchemaFault[] {
  const results = (schema.anyOf ?? []).map((option) => checkSchema(value, option, check, path));
  if (results.some((faults) => faults.length === 0)) return [];
  // Faults below the value itself come from the option whose type fits: those help.
  const fitting = results.find((faults) => faults.every((fault) => fault.path.length > path.length));
  return fitting ?? [{ path, ...withDescription("value/does-not-fit", value, schema) }];
}

function checkObject(
  value: { readonly [key: string]: Json },
  schema: JsonSchema,
  check: SchemaCheck,
  path: Path,
): readonly SchemaFault[] {
  const properties = schema.properties ?? {};
  const missing = (schema.required ?? [])
    .filter((key) => !Object.hasOwn(value, key) || value[key] === null)
    .map((key) => ({ path, ...say("value/missing-key", { key }) }));
  const present = Object.entries(value).flatMap(([key, item]): readonly SchemaFault[] => {
    const here = [...path, key];
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property) return item === null ? [] : checkSchema(item, property, check, here);
    if (typeof schema.additionalProperties === "object") {
      return item === null ? [] : checkSchema(item, schema.additionalProperties, check, here);
    }
    if (schema.additionalProperties !== false) return [];
    return [{ path: here, ...(check.explainUnknown?.(path, key) ?? unknownKey(key, Object.keys(properties))) }];
  });
  return [...missing, ...present];
}

/** With the known key that was probably meant. */
export function unknownKey(key: string, known: Iterable<string>): Sayable {
  const near = nearest(key, known);
  return near === undefined ? say("document/unknown-key", { key }) : say("document/unknown-key-near", { key, near });
}

function checkText(value: Json, schema: JsonSchema, path: Path): readonly SchemaFault[] {
  if (typeof value !== "string") {
    const kind = kindOf(value);
    const quotable = typeof value === "number" || typeof value === "boolean";
    const said = quotable
      ? say("value/must-be-text-quoted", { kind, value: String(value) })
      : say("value/must-be-text", { kind });
    return [{ path, ...said }];
  }
  if (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value)) return [];
  return [{ path, ...withDescription("value/wrong-form", value, schema) }];
}

function checkNumber(value: Json, schema: JsonSchema, path: Path): readonly SchemaFault[] {
  const whole = schema.type === "integer";
  if (typeof value !== "number" || (whole && !Number.isSafeInteger(value))) {
    const shown = typeof value === "number" ? value : kindOf(value);
    return [{ path, ...say(whole ? "value/must-be-whole-number" : "value/must-be-number", { value: shown }) }];
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value >= minimum && value <= maximum) return [];
  const bound = (limit: number) => (Number.isFinite(limit) ? limit : "…");
  return [{ path, ...say("value/out-of-range", { value, minimum: bound(minimum), maximum: bound(maximum) }) }];
}

/** Never long: the value may be a pasted secret or a whole file. */
function show(value: Json): Sayable | string {
  if (typeof value === "string") return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  return typeof value === "object" && value !== null ? kindOf(value) : String(value);
}

function kindOf(value: Json): Sayable {
  if (value === null) return say("value/nothing");
  if (Array.isArray(value)) return say("value/a-list");
  if (typeof value === "object") return say("value/a-map");
  if (typeof value === "string") return say("value/a-text");
  return say(typeof value === "number" ? "value/a-number" : "value/a-boolean");
}

/** Our own descriptions are in the catalogue; those of Kubernetes' fields come from Kubernetes, in English. */
function withDescription(code: "value/does-not-fit" | "value/wrong-form", value: Json, schema: JsonSchema): Sayable {
  if (!schema.description) return say(code, { value: show(value) });
  return say(`${code}-described`, { value: show(value), description: recognise(schema.description) });
}
