import { say } from "@/lib/i18n/say";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { JsonObject } from "@/lib/shared/json";
import { builtInTemplates } from "@/lib/templates/built-in";
import { invalid } from "./read-input";

/** A template that is named must exist for this type of cluster. */
export function checkTemplate(document: JsonObject, type: ClusterType): void {
  const { template } = document;
  if (typeof template !== "string") return;
  const fits = builtInTemplates.filter((entry) => type === "fake" || entry.cluster_types.includes(type));
  if (fits.some((entry) => entry.name === template)) return;
  const names = [...new Set(fits.map((entry) => entry.name))].join(", ");
  throw invalid([
    {
      path: "template",
      ...say("run/no-such-template", { template, type, names }),
    },
  ]);
}
