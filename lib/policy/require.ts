import { parseImage } from "@/lib/layers/image";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { compilePatterns } from "@/lib/variables/patterns";
import type { Pod } from "./pod";
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
  return [
    {
      path,
      rule: "require.images",
      message: `Images of "${repository}" are not allowed; allowed are ${images.join(", ")}.`,
    },
  ];
}

function fullRepository(repository: string): string {
  const [first = "", ...rest] = repository.split("/");
  const hasRegistry = rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  if (hasRegistry) return repository;
  return rest.length > 0 ? `docker.io/${repository}` : `docker.io/library/${repository}`;
}

export function checkPodRequirements(pod: Pod, require: Requirements): readonly Fault[] {
  return pod.containers.flatMap((container) => [
    ...checkImage(container.value.image, `${container.path}.image`, require),
    ...checkHasLimits(container.value.resources, `${container.path}.resources`, require),
  ]);
}

export function checkHasLimits(
  resources: Json | undefined,
  path: string,
  { resources: required }: Requirements,
): readonly Fault[] {
  if (required !== true) return [];
  const limits = isObject(resources) && isObject(resources.limits) ? resources.limits : {};
  return ["cpu", "memory"]
    .filter((name) => !Object.hasOwn(limits, name))
    .map((name) => ({
      path: `${path}.limits.${name}`,
      rule: "require.resources",
      message: `The policy requires a limit for ${name}.`,
    }));
}

export function checkDocumentRequirements(value: JsonObject, require: Requirements): readonly Fault[] {
  const labels = isObject(value.labels) ? value.labels : {};
  const missing = (require.labels ?? [])
    .filter((label) => !Object.hasOwn(labels, label))
    .map((label): Fault => ({
      path: "labels",
      rule: "require.labels",
      message: `The policy requires the label "${label}".`,
    }));
  const policy = isObject(value.lifecycle_config) ? value.lifecycle_config.termination_policy : undefined;
  const idleStop = isObject(policy) && policy.enable_auto_termination === true;
  if (require.termination_policy !== true || idleStop) return missing;
  const message = "The policy requires idle stop: set enable_auto_termination: true.";
  return [...missing, { path: "lifecycle_config.termination_policy", rule: "require.termination_policy", message }];
}
