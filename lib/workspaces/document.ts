import { stringify } from "yaml";
import { saidBy } from "@/lib/i18n/issue";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { formatPath, type Path } from "@/lib/shared/path";
import { readJsonValue, readYaml } from "@/lib/shared/yaml";
import { containerOf } from "./container";
import { unknownKey } from "./check-schema";
import { checkContainer } from "./container-schema";
import { documentSchema, knownKeys, kubernetesFields, type WorkspaceDocument } from "./schema";

export type { WorkspaceDocument } from "./schema";

export type ParsedDocument = {
  readonly ok: true;
  readonly document: WorkspaceDocument;
  /** As written: a `container_config` given as YAML text is still that text. */
  readonly json: JsonObject;
  /** The text that is stored; comments kept. */
  readonly text: string;
};

export type DocumentReading = ParsedDocument | { readonly ok: false; readonly faults: readonly Fault[] };

type Target = { readonly clusterType: ClusterType };

/** Where a path stands in the text: nothing for documents that came as JSON. */
type Locate = (path: Path) => { readonly line?: number; readonly column?: number };

/** Parses and checks a document in YAML; all its faults at once, each with path, line and column (product section 2). */
export function parseDocument(text: string, target: Target): DocumentReading {
  const reading = readYaml(text);
  if (!reading.ok) return reading;
  const embedded = embeddedTexts(
    reading.value,
    (path, inner) => reading.positionInside(path, inner) ?? reading.positionOf(path),
  );
  const locate: Locate = (path) => embedded.locate(path) ?? reading.positionOf(path);
  return finish(reading.value, embedded, text, target, locate);
}

/** The same for a document that came as JSON. Its stored text is made here. */
export function parseDocumentJson(value: unknown, target: Target): DocumentReading {
  const reading = readJsonValue(value);
  if (!reading.ok) return reading;
  const embedded = embeddedTexts(reading.value, () => ({}));
  return finish(reading.value, embedded, stringify(reading.value, { lineWidth: 0 }), target, () => ({}));
}

/** The cluster that a text names, before its type is known and the text can be checked. Undefined: none, or not readable. */
export function peekCluster(input: string | JsonObject): string | undefined {
  const reading = typeof input === "string" ? readYaml(input) : readJsonValue(input);
  const cluster = reading.ok && isObject(reading.value) ? reading.value.cluster : undefined;
  return typeof cluster === "string" ? cluster : undefined;
}

const embeddedFields = ["container_config", "lifecycle_config"] as const;

type Embedded = {
  /** Fields whose text was read, with their value. */
  readonly values: JsonObject;
  readonly faults: readonly Fault[];
  readonly locate: (path: Path) => { readonly line?: number; readonly column?: number } | undefined;
};

/** Both fields may be a YAML text inside the document (product section 2): they are read as if they stood there as maps. */
function embeddedTexts(
  value: Json,
  inside: (
    path: Path,
    inner: { readonly line: number; readonly column: number },
  ) => { readonly line?: number; readonly column?: number },
): Embedded {
  const values: Record<string, Json> = {};
  const faults: Fault[] = [];
  const locators = new Map<string, (path: Path) => { readonly line?: number; readonly column?: number }>();
  for (const field of embeddedFields) {
    const text = isObject(value) ? value[field] : undefined;
    if (typeof text !== "string") continue;
    const reading = readYaml(text);
    if (reading.ok) {
      values[field] = reading.value;
      locators.set(field, (path) => inside([field], reading.positionOf(path)));
    } else {
      values[field] = null;
      for (const fault of reading.faults) {
        const path = fault.path === "" ? field : `${field}.${fault.path}`;
        faults.push({
          path,
          message: fault.message,
          text: fault.text,
          ...inside([field], { line: fault.line ?? 1, column: fault.column ?? 1 }),
        });
      }
    }
  }
  return { values, faults, locate: (path) => locators.get(String(path[0]))?.(path.slice(1)) };
}

function finish(value: Json, embedded: Embedded, text: string, target: Target, locate: Locate): DocumentReading {
  if (!isObject(value)) {
    const said = say(value === null ? "document/empty" : "document/no-map");
    return { ok: false, faults: [{ path: "", ...said, ...locate([]) }] };
  }
  const expanded: JsonObject = { ...value, ...embedded.values };
  const container = isObject(expanded.container_config) ? expanded.container_config : {};
  const found = [
    ...checkFields(expanded),
    ...checkClusterType(expanded, target),
    ...checkContainer(container, target.clusterType).map((fault) => ({
      ...fault,
      path: ["container_config", ...fault.path],
    })),
  ];
  const faults = [
    ...embedded.faults,
    ...found.map(({ path, ...said }): Fault => ({ ...said, path: formatPath(path), ...locate(path) })),
  ];
  if (faults.length > 0) return { ok: false, faults: sortByPosition(faults) };
  const document: WorkspaceDocument = {
    ...documentSchema.parse(expanded),
    container_config: container,
    container: containerOf(container),
  };
  return { ok: true, document, json: value, text };
}

type Found = Sayable & { readonly path: Path };

function checkFields(value: JsonObject): readonly Found[] {
  const result = documentSchema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): readonly Found[] => {
    const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key], ...unknownKey(key, knownKeys(path)) }));
    }
    if (path.length === 1 && path[0] === "name" && value.name === undefined) return [{ path, ...say("name/missing") }];
    return [{ path, ...saidBy(issue) }];
  });
}

function checkClusterType(value: JsonObject, { clusterType }: Target): readonly Found[] {
  if (clusterType === "kubernetes" || clusterType === "fake") return [];
  return Object.keys(value)
    .filter((key) => kubernetesFields.has(key))
    .map((key) => ({ path: [key], ...say("document/kubernetes-only", { key, type: clusterType }) }));
}

const sortByPosition = (faults: readonly Fault[]): readonly Fault[] =>
  [...faults].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
