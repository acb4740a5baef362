import { isObject, type Json, type JsonObject } from "@/lib/shared/json";

/** Docker writes `512m` for what Kubernetes writes `512Mi`; what is in Kubernetes' spelling already stays. 0 is Docker's word for no limit. */
function memoryOf(size: Json): Json {
  const text = String(size);
  const match = /^(\d+(?:\.\d+)?)\s*(?:([kmgt])(?:i?b)?|b)?$/i.exec(text);
  if (!match) return size;
  const [, digits = "", unit] = match;
  if (Number(digits) === 0) return null;
  return unit === undefined ? digits : `${digits}${unit.toUpperCase()}i`;
}

const coresOf = (cpus: Json): Json => (Number(cpus) === 0 ? null : cpus);

/**
 * `mem_limit` and `cpus` become `resources.limits`: were there two names for one limit, a stronger layer could not set what a weaker one
 * wrote under the other name. Docker's own keys win over `resources` of the same layer.
 */
export function withPlainLimits(config: JsonObject): JsonObject {
  const { mem_limit: memory, cpus, ...rest } = config;
  const own = {
    ...(memory === undefined ? {} : { memory: memory === null ? null : memoryOf(memory) }),
    ...(cpus === undefined ? {} : { cpu: cpus === null ? null : coresOf(cpus) }),
  };
  if (Object.keys(own).length === 0) return rest;
  const resources = isObject(rest.resources) ? rest.resources : {};
  const limits = isObject(resources.limits) ? resources.limits : {};
  return { ...rest, resources: { ...resources, limits: { ...limits, ...own } } };
}
