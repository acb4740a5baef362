import { RE2JS, RE2JSException } from "re2js";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json } from "@/lib/shared/json";
import { nearest } from "@/lib/shared/nearest";
import { joinPath } from "@/lib/shared/path";
import type { Parameter, ParameterValue, ParameterValues } from "./template";

/** Why an expression cannot be used as a pattern, or null. RE2 runs in linear time. */
export function patternFault(pattern: string): Sayable | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return say("template/pattern", { reason: error.message });
  }
}

const longest = 4000;

/** What is wrong with a value of a parameter, or null. The form asks on every key press. */
export function valueFault(parameter: Parameter, value: Json): Sayable | null {
  switch (parameter.type) {
    case "string":
      return textFault(parameter, value);
    case "number":
      return numberFault(parameter, value);
    case "boolean":
      return typeof value === "boolean" ? null : say("field/boolean");
    case "choice":
      return parameter.choices.some((choice) => choice === value)
        ? null
        : say("template/value-choice", { choices: parameter.choices.join(", ") });
  }
}

function textFault({ min, max, pattern }: Parameter, value: Json): Sayable | null {
  if (typeof value !== "string") return say("template/value-text");
  const most = max ?? longest;
  if (value.length < (min ?? 0)) return say("template/value-short", { least: min ?? 0 });
  if (value.length > most) return say("template/value-long", { most });
  if (pattern !== null && !RE2JS.matches(pattern, value)) return say("template/value-pattern", { pattern });
  return null;
}

function numberFault({ min, max }: Parameter, value: Json): Sayable | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return say("template/value-number");
  if (min !== null && value < min) return say("template/value-low", { least: min });
  if (max !== null && value > max) return say("template/value-high", { most: max });
  return null;
}

const isValue = (value: Json | undefined): value is ParameterValue =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** Values to put in, defaults included, and every fault of those that were given: unknown, missing, of the wrong form. */
export type ReadValues = { readonly values: ParameterValues; readonly faults: readonly Fault[] };

/**
 * Reads the `parameters` of a document. Only parameters in `asked` must have a value: others mean nothing on this type of cluster. `null` is as
 * good as absent.
 */
export function readParameters(
  parameters: readonly Parameter[],
  given: Json | undefined,
  asked: ReadonlySet<string>,
): ReadValues {
  const written = isObject(given) ? given : {};
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const faults: Fault[] = [];
  const values: Record<string, ParameterValue> = {};
  for (const name of Object.keys(written)) {
    if (known.has(name) || written[name] === null) continue;
    faults.push({ path: joinPath("parameters", name), ...unknownParameter(name, [...known.keys()]) });
  }
  for (const parameter of parameters) {
    const { name } = parameter;
    const value = (Object.hasOwn(written, name) ? written[name] : undefined) ?? parameter.default;
    if (value === null || value === undefined) {
      if (parameter.required && asked.has(name)) {
        faults.push({ path: joinPath("parameters", name), ...say("template/parameter-missing", { name }) });
      }
      continue;
    }
    const fault = valueFault(parameter, value);
    if (fault) faults.push({ path: joinPath("parameters", name), ...fault });
    else if (isValue(value)) values[name] = value;
  }
  return { values, faults };
}

export function unknownParameter(name: string, known: readonly string[]): Sayable {
  const near = nearest(name, known);
  if (near !== undefined) return say("template/no-parameter-near", { name, near });
  return known.length === 0
    ? say("template/no-parameters", { name })
    : say("template/no-parameter", { name, known: known.join(", ") });
}
