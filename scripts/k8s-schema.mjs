// Reduces the core/v1 OpenAPI v3 document of a running API server to what a workspace's container_config may hold (product section 2).
//   kubectl get --raw /openapi/v3/api/v1 > core.json && node scripts/k8s-schema.mjs core.json lib/workspaces/kubernetes-schema/core-v1.json v1.34.4
// The result is checked in: nothing is fetched at build or run time.
import fs from "node:fs";

const [input, output, version = "unknown"] = process.argv.slice(2);
if (!input || !output) throw new Error("usage: node scripts/k8s-schema.mjs <openapi.json> <output.json> [version]");

const prefix = "io.k8s.api.core.v1.";
const schemas = JSON.parse(fs.readFileSync(input, "utf8")).components.schemas;

/** Pod-level keys that may stand beside the container's own. `sidecars` is Berth's: further containers of the pod. */
const podKeys = [
  "nodeSelector",
  "affinity",
  "tolerations",
  "volumes",
  "imagePullSecrets",
  "priorityClassName",
  "runtimeClassName",
  "schedulerName",
  "topologySpreadConstraints",
  "hostAliases",
  "dnsConfig",
  "dnsPolicy",
  "terminationGracePeriodSeconds",
  "initContainers",
];

const quantity = {
  description: "Amount of a resource, for example 500m, 2, 512Mi or 10Gi.",
  anyOf: [
    { type: "string", pattern: "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$" },
    { type: "number" },
  ],
};
const intOrString = {
  description: "A number, or the name of a port.",
  anyOf: [{ type: "integer" }, { type: "string" }],
};

const definitions = {};

/** First sentence without links: hover texts stay short, and the file small. */
function brief(description) {
  const text = description
    .replace(/\s*Possible enum values:[\s\S]*$/, "")
    .replace(/\s*More info: \S+/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return (text.match(/^.*?[.](?=\s[A-Z]|$)|^.*$/)?.[0] ?? text).slice(0, 220);
}

function convert(schema) {
  if (schema.$ref) return reference(schema.$ref);
  const description = schema.description ? { description: brief(schema.description) } : {};
  if (schema.allOf?.length === 1 && schema.allOf[0].$ref) return { ...description, ...reference(schema.allOf[0].$ref) };
  const result = { ...description };
  for (const key of ["type", "enum", "required", "oneOf", "anyOf", "minimum", "maximum", "pattern"]) {
    if (schema[key] !== undefined) result[key] = schema[key];
  }
  if (schema.items) result.items = convert(schema.items);
  if (schema.properties) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => [key, convert(value)]),
    );
    result.additionalProperties = false; // an unknown key is a typing error
  } else if (schema.additionalProperties) result.additionalProperties = convert(schema.additionalProperties);
  return result;
}

function reference($ref) {
  const full = $ref.replace("#/components/schemas/", "");
  const name = full.split(".").at(-1);
  if (!(name in definitions)) {
    definitions[name] = null; // schemas refer to each other in circles
    definitions[name] = name === "Quantity" ? quantity : name === "IntOrString" ? intOrString : convert(schemas[full]);
  }
  return { $ref: `#/definitions/${name}` };
}

reference(`#/components/schemas/${prefix}Container`);
const pod = schemas[`${prefix}PodSpec`].properties;
const podProperties = Object.fromEntries(
  podKeys.map((key) => {
    if (!pod[key]) throw new Error(`this version of Kubernetes has no pod key ${key}`);
    return [key, convert(pod[key])];
  }),
);
const container = definitions.Container.properties;
definitions.ContainerConfig = {
  description: "The workspace's container, and the settings of its pod.",
  type: "object",
  properties: {
    ...Object.fromEntries(Object.entries(container).filter(([key]) => key !== "name")),
    ...podProperties,
    sidecars: {
      description: "Further containers of the pod.",
      type: "array",
      items: { $ref: "#/definitions/Container" },
    },
    image_tag: {
      description: "Tag that replaces the one of `image`.",
      type: "string",
      pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$",
    },
  },
  additionalProperties: false,
};

const $comment = `core/v1 of Kubernetes ${version}, made by scripts/k8s-schema.mjs`;
fs.writeFileSync(
  output,
  JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", $comment, definitions }) + "\n",
);
console.log(`${Object.keys(definitions).length} definitions, ${(fs.statSync(output).size / 1024).toFixed(1)} kB`);
