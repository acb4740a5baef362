import type { ClusterType } from "@/lib/provisioning/provider";
import type { JsonObject } from "@/lib/shared/json";

/** Types of clusters that a template can name; a fake cluster of tests passes for Kubernetes. */
export const templateClusterTypes = ["kubernetes", "docker", "local"] as const satisfies readonly ClusterType[];
export type TemplateClusterType = (typeof templateClusterTypes)[number];

export const parameterTypes = ["string", "number", "boolean", "choice"] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** What a parameter's value can be; a choice has the type of the item that was chosen. */
export type ParameterValue = string | number | boolean;
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

export type Parameter = {
  readonly name: string;
  readonly type: ParameterType;
  readonly title: string;
  readonly description: string;
  /** Without a default a value must be given; else what stands for it alone is left out of the document. */
  readonly required: boolean;
  readonly default: ParameterValue | null;
  /** Strings: an RE2 expression that the whole value must match. */
  readonly pattern: string | null;
  /** Numbers: bounds of the value; strings: of its length. */
  readonly min: number | null;
  readonly max: number | null;
  /** For the type `choice`; empty for all others. */
  readonly choices: readonly ParameterValue[];
};

/** One version of a template as it is understood. `${name}` in a value of its documents stands for a parameter. */
export type Template = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly icon: string;
  readonly clusterTypes: readonly TemplateClusterType[];
  readonly parameters: readonly Parameter[];
  /** Lies under the document of a workspace (product section 3), on every type of cluster. */
  readonly document: JsonObject;
  /** Laid over `document` on clusters of one type: maps merge, everything else is replaced. */
  readonly documentOn: Readonly<Partial<Record<TemplateClusterType, JsonObject>>>;
};

/** Names of pictures that cards can show. */
export const templateIcons = [
  "box",
  "brain",
  "chart",
  "cloud",
  "code",
  "database",
  "flask",
  "notebook",
  "notes",
  "r",
  "robot",
  "terminal",
  "wand",
] as const;
export type TemplateIcon = (typeof templateIcons)[number];
