import type { ClusterType } from "@/lib/provisioning/provider";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { Path } from "@/lib/shared/path";
import { freeName, showScalar } from "../values";

/**
 * The three ways in which a document writes variables: Kubernetes' list of `{ name, value }`, a map, and Docker's list of `NAME=value`.
 * The form goes on with the way that it finds.
 */
export type VariablesForm = "items" | "map" | "pairs";

export type Variable = {
  readonly name: string;
  readonly value: string;
  /** `valueFrom` of Kubernetes as text; such a variable is edited in the YAML. */
  readonly reference: string | null;
};

export type Variables = { readonly path: Path; readonly form: VariablesForm; readonly list: readonly Variable[] };
export type VariableEdit = { readonly path: Path; readonly value: Json | undefined };

export function readVariables(document: JsonObject, type: ClusterType): Variables {
  const kubernetes = type === "kubernetes" || type === "fake";
  const keys = kubernetes ? ["env"] : type === "docker" ? ["environment"] : ["environment", "env"];
  const key = keys.find((name) => getIn(document, ["container_config", name]) !== undefined) ?? keys[0] ?? "env";
  const path: Path = ["container_config", key];
  const raw = getIn(document, path);
  if (isObject(raw))
    return {
      path,
      form: "map",
      list: Object.entries(raw).map(([name, value]) => ({ name, value: showScalar(value), reference: null })),
    };
  if (!Array.isArray(raw)) return { path, form: kubernetes ? "items" : "map", list: [] };
  const form = raw.some(isObject) || (kubernetes && raw.length === 0) ? "items" : "pairs";
  return { path, form, list: raw.map(form === "items" ? readItem : readPair) };
}

function readItem(item: unknown): Variable {
  const reference = getIn(item, ["valueFrom"]);
  return {
    name: showScalar(getIn(item, ["name"])),
    value: showScalar(getIn(item, ["value"])),
    reference: reference === undefined ? null : describeReference(reference),
  };
}

/** `secretKeyRef: database/password`. */
function describeReference(reference: unknown): string {
  if (!isObject(reference)) return "";
  return Object.entries(reference)
    .map(
      ([kind, target]) =>
        `${kind}: ${["name", "key", "fieldPath", "resource"]
          .map((key) => showScalar(getIn(target, [key])))
          .filter(Boolean)
          .join("/")}`,
    )
    .join(", ");
}

function readPair(item: unknown): Variable {
  const text = showScalar(item);
  const at = text.indexOf("=");
  return at < 0
    ? { name: text, value: "", reference: null }
    : { name: text.slice(0, at), value: text.slice(at + 1), reference: null };
}

export function addVariable({ path, form, list }: Variables): readonly VariableEdit[] {
  const name = freeName(
    "VARIABLE",
    list.map((variable) => variable.name),
  );
  if (form === "map") return [{ path: [...path, name], value: "" }];
  return [{ path: [...path, list.length], value: form === "items" ? { name, value: "" } : `${name}=` }];
}

export function removeVariable({ path, form, list }: Variables, index: number): readonly VariableEdit[] {
  return [{ path: [...path, form === "map" ? (list[index]?.name ?? "") : index], value: undefined }];
}

export function setValue({ path, form, list }: Variables, index: number, value: string): readonly VariableEdit[] {
  const name = list[index]?.name ?? "";
  if (form === "map") return [{ path: [...path, name], value }];
  if (form === "items") return [{ path: [...path, index, "value"], value }];
  return [{ path: [...path, index], value: `${name}=${value}` }];
}

/** Nothing when another variable has that name already. */
export function rename(variables: Variables, index: number, name: string): readonly VariableEdit[] {
  const { path, form, list } = variables;
  if (list.some((variable, at) => at !== index && variable.name === name)) return [];
  if (form === "items") return [{ path: [...path, index, "name"], value: name }];
  if (form === "pairs") return [{ path: [...path, index], value: `${name}=${list[index]?.value ?? ""}` }];
  return [
    {
      path,
      value: Object.fromEntries(list.map((variable, at) => [at === index ? name : variable.name, variable.value])),
    },
  ];
}

/** Where a fault about this variable would be. */
export function variablePath({ path, form, list }: Variables, index: number): Path {
  return [...path, form === "map" ? (list[index]?.name ?? "") : index];
}
