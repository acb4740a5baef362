import { z } from "zod";
import { plain } from "@/lib/i18n/say";
import { containerSchema } from "@/lib/workspaces/container-schema";
import { workspaceJsonSchema, type SchemaObject } from "@/lib/workspaces/json-schema";
import { isObject } from "@/lib/shared/json";
import { policySchema } from "./schema";

/** Hover texts of the editor (product section 3); fields of a document have theirs in the document's schema. */
const descriptions: Readonly<Record<string, string>> = {
  enabled: plain("hover/enabled"),
  enforce: plain("hover/enforce"),
  strict: plain("hover/strict"),
  maximum: plain("hover/maximum"),
  deny: plain("hover/deny"),
  require: plain("hover/require"),
};

/** Docker's and local definitions have names of their own, so that they do not meet Kubernetes' of the same name. */
const plainPrefix = "plain-";

function renamed<T>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll("#/definitions/", `#/definitions/${plainPrefix}`)) as T;
}

/**
 * JSON Schema (draft 07) of a policy for the editor: names, types, hover texts. `container_config` knows the words of all types of clusters;
 * the answer of parsePolicy decides, this only helps to write.
 */
export function policyJsonSchema(): SchemaObject {
  const policy = z.toJSONSchema(policySchema, { target: "draft-7", io: "input", unrepresentable: "any" });
  const document = workspaceJsonSchema("kubernetes").properties;
  const properties = Object.entries(policy.properties ?? {}).map(([key, property]): readonly [string, unknown] => {
    const own = descriptions[key];
    if (own !== undefined) return [key, { ...(typeof property === "object" ? property : {}), description: own }];
    if (key === "container_config") return [key, containerOfAll()];
    return [key, isObject(document) && document[key] !== undefined ? document[key] : property];
  });
  return { ...policy, title: "Policy", properties: Object.fromEntries(properties), definitions: definitionsOfAll() };
}

function containerOfAll(): SchemaObject {
  const kubernetes = containerSchema("kubernetes");
  const own = kubernetes.definitions[kubernetes.schema.$ref?.replace("#/definitions/", "") ?? ""]?.properties ?? {};
  const others = [containerSchema("docker"), containerSchema("local")].map(({ schema }) =>
    renamed(schema.properties ?? {}),
  );
  const keys = [...new Set([own, ...others].flatMap((properties) => Object.keys(properties)))];
  const properties = keys.map((key) => {
    const known = [own, ...others].flatMap((all) => all[key] ?? []);
    const [first] = known;
    return [key, known.length === 1 ? first : { description: first?.description ?? "", anyOf: known }] as const;
  });
  return {
    description: plain("hover/any-container"),
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(properties),
  };
}

function definitionsOfAll(): SchemaObject {
  const plain = Object.entries(containerSchema("docker").definitions);
  return {
    ...containerSchema("kubernetes").definitions,
    ...Object.fromEntries(plain.map(([name, schema]) => [plainPrefix + name, renamed(schema)])),
  };
}
