import type { ResolvedDocument } from "@/lib/layers/resolve";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import type { JsonObject } from "@/lib/shared/json";
import { isObject } from "@/lib/shared/json";
import type { EffectiveDto } from "./dto";
import { masked } from "./mask";

/** The effective configuration with the whole environment, each value with its origin; secrets masked. */
export function toEffectiveDto(effective: ResolvedDocument, environment: readonly EnvironmentEntry[]): EffectiveDto {
  const container = isObject(effective.value.container_config) ? effective.value.container_config : {};
  const env = environment.map(({ name, value, valueFrom, secret }): JsonObject => {
    if (valueFrom) return { name, valueFrom };
    return { name, value: secret ? masked : (value ?? "") };
  });
  const origins = new Map(effective.origins);
  for (const { name, valueFrom, origin } of environment) {
    origins.set(`container_config.env[${name}].${valueFrom ? "valueFrom" : "value"}`, origin);
  }
  return {
    document: { ...effective.value, container_config: { ...container, env } },
    origins: Object.fromEntries(origins),
    overrides: [...effective.overrides, ...environment.flatMap(overridesOf)],
  };
}

function overridesOf({ name, valueFrom, origin, replaced = [] }: EnvironmentEntry): EffectiveDto["overrides"] {
  const path = `container_config.env[${name}].${valueFrom ? "valueFrom" : "value"}`;
  return replaced.map((lost) => {
    const value = lost.secret ? masked : (lost.valueFrom ?? lost.value ?? "");
    return { path, layer: lost.origin, value, by: origin };
  });
}
