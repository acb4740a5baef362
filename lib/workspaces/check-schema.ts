import { isObject, type Json } from "@/lib/shared/json";
import { didYouMean } from "@/lib/shared/nearest";
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

export type SchemaFault = { readonly path: Path; readonly message: string };

export type SchemaCheck = {
  readonly definitions: Definitions;
  /** A better text than "unknown key" for a key that is known elsewhere. */
  readonly explainUnknown?: (path: Path, key: string) => string | undefined;
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
    const near = typeof value === "string" ? didYouMean(value, resolved.enum.map(String)) : "";
    return [{ path, message: `${show(value)} is not one of ${resolved.enum.map(String).join(", ")}.${near}` }];
  }
  switch (resolved.type) {
    case "object":
      return isObject(value)
        ? checkObject(value, resolved, check, path)
        : [{ path, message: `This must be a map (key: value), not ${kindOf(value)}.` }];
    case "array":
      if (!Array.isArray(value))
        return [{ path, message: `This must be a list (lines that begin with "-"), not ${kindOf(value)}.` }];
      return (value as readonly Json[]).flatMap((item, index) =>
        resolved.items ? checkSchema(item, resolved.items, check, [...path, index]) : [],
      );
    case "string":
      return checkText(value, resolved, path);
    case "integer":
    case "number":
      return checkNumber(value, resolved, path);
    case "boolean":
      return typeof value === "boolean" ? [] : [{ path, message: `This must be true or false, not ${show(value)}.` }];
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
  return fitting ?? [{ path, message: `${show(value)} does not fit here. ${schema.description ?? ""}`.trim() }];
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
    .map((key) => ({ path, message: `"${key}" is missing here.` }));
  const present = Object.entries(value).flatMap(([key, item]): readonly SchemaFault[] => {
    const here = [...path, key];
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property) return item === null ? [] : checkSchema(item, property, check, here);
    if (typeof schema.additionalProperties === "object") {
      return item === null ? [] : checkSchema(item, schema.additionalProperties, check, here);
    }
    if (schema.additionalProperties !== false) return [];
    const better = check.explainUnknown?.(path, key);
    return [{ path: here, message: better ?? `Unknown key "${key}".${didYouMean(key, Object.keys(properties))}` }];
  });
  return [...missing, ...present];
}

function checkText(value: Json, schema: JsonSchema, path: Path): readonly SchemaFault[] {
  if (typeof value !== "string") {
    const quoted = typeof value === "number" || typeof value === "boolean" ? `; put it in quotes: "${value}"` : "";
    return [{ path, message: `This must be a text, not ${kindOf(value)}${quoted}.` }];
  }
  if (schema.pattern === undefined || new RegExp(schema.pattern, "u").test(value)) return [];
  return [{ path, message: `${show(value)} does not have the right form. ${schema.description ?? ""}`.trim() }];
}

function checkNumber(value: Json, schema: JsonSchema, path: Path): readonly SchemaFault[] {
  const whole = schema.type === "integer";
  if (typeof value !== "number" || (whole && !Number.isSafeInteger(value))) {
    return [
      {
        path,
        message: `This must be a ${whole ? "whole " : ""}number, not ${typeof value === "number" ? value : kindOf(value)}.`,
      },
    ];
  }
  const { minimum = -Infinity, maximum = Infinity } = schema;
  if (value >= minimum && value <= maximum) return [];
  return [
    {
      path,
      message: `${value} is outside ${minimum === -Infinity ? "…" : minimum} to ${maximum === Infinity ? "…" : maximum}.`,
    },
  ];
}

/** Never long: the value may be a pasted secret or a whole file. */
function show(value: Json): string {
  if (typeof value === "string") return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
  return typeof value === "object" && value !== null ? kindOf(value) : String(value);
}

function kindOf(value: Json): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "a text" : typeof value === "number" ? "a number" : "true or false";
}
