import { saidBy } from "@/lib/i18n/issue";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { formatPath, type Path } from "@/lib/shared/path";
import { readYaml, type YamlText } from "@/lib/shared/yaml";
import { unknownKey } from "@/lib/workspaces/check-schema";
import { checkUnderlays } from "./check-underlay";
import { unknownParameter } from "./parameters";
import { findPlaceholders } from "./placeholders";
import { parameterSchema, templateSchema, toParameter } from "./schema";
import { templateClusterTypes, type Template } from "./template";

export type TemplateReading =
  { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly faults: readonly Fault[] };

type Found = Sayable & { readonly path: Path };

/** Reads a template as administrators write it; all its faults at once, each with path, line and column. */
export function parseTemplate(text: string): TemplateReading {
  const reading = readYaml(text);
  if (!reading.ok) return reading;
  const { value } = reading;
  if (value === null) return { ok: false, faults: [{ path: "", ...say("template/empty"), line: 1, column: 1 }] };
  const found = [...checkFields(value), ...checkPlaces(value), ...checkUses(value)];
  if (found.length > 0 || !isObject(value)) return { ok: false, faults: located(found, reading) };
  const template = toTemplate(value);
  const inside = checkUnderlays(template);
  return inside.length > 0 ? { ok: false, faults: located(inside, reading) } : { ok: true, template };
}

/** Reads a text that `parseTemplate` let through when it was saved. */
export function readTemplate(text: string): Template {
  const reading = readYaml(text);
  if (!reading.ok || !isObject(reading.value))
    throw new Error("a stored template cannot be read, although it was checked");
  return toTemplate(reading.value);
}

function located(found: readonly Found[], { positionOf }: YamlText): readonly Fault[] {
  return found
    .map(({ path, ...said }): Fault => ({ ...said, path: formatPath(path), ...positionOf(path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function checkFields(value: Json): readonly Found[] {
  const result = templateSchema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): readonly Found[] => {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    if (issue.code === "invalid_key") return [{ path, ...say("template/parameter-name") }];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(key, knownAt(path)) }));
    }
    const [first] = path;
    if (path.length === 1 && isObject(value) && value[String(first)] === undefined) {
      if (first === "name") return [{ path, ...say("template/name-missing") }];
      if (first === "cluster_types") return [{ path, ...say("template/cluster-types") }];
    }
    return [{ path, ...saidBy(issue) }];
  });
}

function knownAt(path: Path): readonly string[] {
  if (path.length === 0) return Object.keys(templateSchema.shape);
  if (path[0] === "parameters") return Object.keys(parameterSchema.shape);
  return templateClusterTypes;
}

/** Where values of workspaces stand in a template, with the path to each. */
function underlaysOf(value: Json): readonly (readonly [Path, JsonObject])[] {
  if (!isObject(value)) return [];
  const { document, document_on: on } = value;
  const others = isObject(on) ? Object.entries(on) : [];
  return [
    ...(isObject(document) ? [[["document"], document] as const] : []),
    ...others.flatMap(([type, item]) => (isObject(item) ? [[["document_on", type], item] as const] : [])),
  ];
}

const ownFields = {
  name: "policy/own-name",
  cluster: "policy/own-cluster",
  template: "template/own-template",
  template_version: "template/own-template",
  parameters: "template/own-parameters",
} as const;

/** What a template cannot decide, and what would be put together from characters. */
function checkPlaces(value: Json): readonly Found[] {
  return underlaysOf(value).flatMap(([at, underlay]) => [
    ...Object.entries(ownFields).flatMap(([key, reason]): readonly Found[] =>
      Object.hasOwn(underlay, key)
        ? [{ path: [...at, key], ...say("template/own-field", { key, reason: say(reason) }) }]
        : [],
    ),
    ...["container_config", "lifecycle_config"].flatMap((key): readonly Found[] =>
      typeof underlay[key] === "string" ? [{ path: [...at, key], ...say("template/text-inside", { key }) }] : [],
    ),
  ]);
}

/** Every placeholder names a parameter, and every parameter stands somewhere. */
function checkUses(value: Json): readonly Found[] {
  const written = isObject(value) && isObject(value.parameters) ? value.parameters : {};
  const names = Object.keys(written);
  const used = new Set<string>();
  const found = underlaysOf(value).flatMap(([at, underlay]) =>
    findPlaceholders(underlay, at).flatMap((entry): readonly Found[] => {
      const { path } = entry;
      if (entry.kind !== "use")
        return [{ path, ...say(entry.kind === "key" ? "template/placeholder-key" : "template/placeholder-open") }];
      const { parameter, alone } = entry;
      used.add(parameter);
      if (!Object.hasOwn(written, parameter)) return [{ path, ...unknownParameter(parameter, names) }];
      return alone || alwaysHasValue(written[parameter])
        ? []
        : [{ path, ...say("template/placeholder-gap", { parameter }) }];
    }),
  );
  const idle = names
    .filter((name) => !used.has(name))
    .map((name) => ({ path: ["parameters", name], ...say("template/parameter-unused", { name }) }));
  return [...found, ...idle];
}

const alwaysHasValue = (parameter: Json | undefined): boolean =>
  isObject(parameter) && (parameter.required === true || (parameter.default ?? null) !== null);

function toTemplate(value: JsonObject): Template {
  const written = templateSchema.parse(value);
  const underlay = (item: Json | undefined): JsonObject => (isObject(item) ? item : {});
  const on = underlay(value.document_on);
  return {
    name: written.name,
    title: written.title ?? written.name,
    description: written.description ?? "",
    icon: written.icon ?? "box",
    clusterTypes: written.cluster_types,
    parameters: Object.entries(written.parameters ?? {}).map(([name, parameter]) => toParameter(name, parameter)),
    document: underlay(value.document),
    documentOn: Object.fromEntries(
      templateClusterTypes.flatMap((type) => (isObject(on[type]) ? [[type, underlay(on[type])] as const] : [])),
    ),
  };
}
