import { say } from "@/lib/i18n/say";
import { parseImage } from "@/lib/layers/image";
import type { Fault } from "@/lib/shared/errors";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { parseQuantity } from "@/lib/shared/quantity";
import { compilePatterns } from "@/lib/variables/patterns";
import type { Part } from "./part";
import type { Requirements } from "./policy";

/**
 * By repository: tag and digest play no part, so neither can lead around the list. A name without a registry is Docker Hub's, and is
 * compared in its full form too (`docker.io/library/busybox`).
 */
export function checkImage(image: Json | undefined, path: string, { images }: Requirements): readonly Fault[] {
  if (!images || typeof image !== "string") return [];
  const { repository } = parseImage(image);
  const { matches } = compilePatterns(images.join(","));
  if (matches(repository) || matches(fullRepository(repository))) return [];
  const said =
    images.length > 0
      ? say("require/image", { repository, images: images.join(", ") })
      : say("require/image-none", { repository });
  return [{ path, rule: "require.images", ...said }];
}

function fullRepository(repository: string): string {
  const [first = "", ...rest] = repository.split("/");
  const hasRegistry = rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  if (hasRegistry) return repository;
  return rest.length > 0 ? `docker.io/${repository}` : `docker.io/library/${repository}`;
}

export const checkPartRequirements = (part: Part, require: Requirements): readonly Fault[] => [
  ...checkImage(part.image, `${part.path}.image`, require),
  ...checkHasLimits(part, require),
];

/** A limit of 0 is none. */
function checkHasLimits({ resources, path }: Part, { resources: required }: Requirements): readonly Fault[] {
  if (required !== true) return [];
  const limits = isObject(resources) && isObject(resources.limits) ? resources.limits : {};
  const isLimit = (value: Json | undefined) =>
    (typeof value === "string" || typeof value === "number") && (parseQuantity(value)?.nano ?? 0n) > 0n;
  return ["cpu", "memory"]
    .filter((name) => !isLimit(Object.hasOwn(limits, name) ? limits[name] : undefined))
    .map((name) => ({
      path: `${path}.resources.limits.${name}`,
      rule: "require.resources",
      ...say("require/limit", { resource: name }),
    }));
}

export function checkDocumentRequirements(value: JsonObject, require: Requirements): readonly Fault[] {
  const labels = isObject(value.labels) ? value.labels : {};
  const missing = (require.labels ?? [])
    .filter((label) => !Object.hasOwn(labels, label) || labels[label] === "")
    .map((label): Fault => ({
      path: "labels",
      rule: "require.labels",
      ...say("require/label", { label }),
    }));
  const idleStop = getIn(value, ["lifecycle_config", "termination_policy", "enable_auto_termination"]) === true;
  if (require.termination_policy !== true || idleStop) return missing;
  const path = "lifecycle_config.termination_policy";
  return [...missing, { path, rule: "require.termination_policy", ...say("require/idle-stop") }];
}
