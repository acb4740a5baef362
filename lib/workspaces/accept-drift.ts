import type { DocumentChange } from "@/lib/provisioning/plan";
import { getIn, isObject, type Json } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";
import { patchYaml } from "@/lib/shared/yaml-patch";

const container = "container_config";

/** The document's text with what somebody changed written into it; comments and order stay. Throws YamlEditError where an anchor is in the way. */
export function writeChange(text: string, { path, value }: DocumentChange): string {
  const [head, ...rest] = path;
  const document = parsed(text);
  const nested = head === container ? getIn(document, [container]) : undefined;
  // Written as a YAML text inside the document: the text inside is changed.
  if (typeof nested === "string") return patchYaml(text, [container], write(nested, rest, value));
  return head === container ? write(text, rest, value, [container]) : patchYaml(text, path, value);
}

function write(text: string, path: readonly string[], value: Json | undefined, base: readonly string[] = []): string {
  const [field, name] = path;
  const word = dockerWordFor(text, path, base);
  if (word !== null) return patchYaml(text, [...base, word], inDockersWords(value));
  return field === "env" && name !== undefined
    ? writeVariable(text, base, name, value)
    : patchYaml(text, [...base, ...path], value);
}

/** A document that says a limit in Docker's word goes on doing so: beside it, the other word would not count. */
function dockerWordFor(text: string, path: readonly string[], base: readonly string[]): string | null {
  const word = { "resources.limits.cpu": "cpus", "resources.limits.memory": "mem_limit" }[path.join(".")];
  const config = word === undefined ? undefined : getIn(parsed(text), base);
  return word !== undefined && isObject(config) && config[word] !== undefined ? word : null;
}

/** `96Mi` is `96m` there; bytes are `b`. */
function inDockersWords(value: Json | undefined): Json | undefined {
  if (typeof value !== "string") return value;
  return value.replace(/^(\d+)Mi$/, "$1m").replace(/^(\d{5,})$/, "$1b");
}

/** Variables stand in a list of `{ name, value }`, or in the map `environment`. */
function writeVariable(text: string, base: readonly string[], name: string, item: Json | undefined): string {
  const config = getIn(parsed(text), base);
  const environment: unknown = isObject(config) ? config.environment : undefined;
  const value = isObject(item) ? item.value : undefined;
  if (isObject(environment) && (item === undefined || value !== undefined))
    return patchYaml(text, [...base, "environment", name], value);
  const env: unknown = isObject(config) ? config.env : undefined;
  const list: readonly unknown[] = Array.isArray(env) ? env : [];
  const at = list.findIndex((entry) => isObject(entry) && entry.name === name);
  if (item === undefined && at < 0) {
    // It came from a weaker layer: only saying so takes it away.
    return writeVariable(text, base, name, { name, value: null });
  }
  if (list.length === 0) return patchYaml(text, [...base, "env"], [item ?? null]);
  return patchYaml(text, [...base, "env", at < 0 ? list.length : at], item);
}

function parsed(text: string): Json {
  const reading = readYaml(text);
  return reading.ok ? reading.value : null;
}
