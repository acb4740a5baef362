import { z } from "zod";
import { plain } from "@/lib/i18n/say";
import { policyJsonSchema } from "@/lib/policy/json-schema";
import { isObject } from "@/lib/shared/json";
import type { SchemaObject } from "@/lib/workspaces/json-schema";
import { policyKeys } from "@/lib/policy/schema";
import { templateSchema } from "./schema";
import { templateClusterTypes } from "./template";

/** Hover texts of the editor; fields of a document have theirs in the document's schema. */
const descriptions: Readonly<Record<string, string>> = {
  name: plain("hover/template-name"),
  title: plain("hover/template-title"),
  description: plain("hover/template-description"),
  icon: plain("hover/template-icon"),
  cluster_types: plain("hover/template-cluster-types"),
  parameters: plain("hover/template-parameters"),
};

/**
 * JSON Schema (draft 07) of a template for the editor. Its document knows the words of all types of clusters, as a policy's defaults do, and
 * takes a placeholder wherever a value stands; the answer of parseTemplate decides, this only helps to write.
 */
export function templateJsonSchema(): SchemaObject {
  const template = z.toJSONSchema(templateSchema, { target: "draft-7", io: "input", unrepresentable: "any" });
  const { properties: all, definitions } = policyJsonSchema();
  const fields = isObject(all) ? Object.entries(all).filter(([key]) => !policyKeys.some((own) => own === key)) : [];
  const document = {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(fields.map(([key, field]) => [key, orPlaceholder(field)])),
  };
  const on = Object.fromEntries(templateClusterTypes.map((type) => [type, document]));
  const own = Object.entries(template.properties ?? {}).flatMap(([key, property]): [string, unknown][] => {
    const description = descriptions[key];
    return description === undefined ? [] : [[key, { ...(typeof property === "object" ? property : {}), description }]];
  });
  return {
    ...template,
    title: "Template",
    properties: {
      ...Object.fromEntries(own),
      document: { ...document, description: plain("hover/template-document") },
      document_on: {
        type: "object",
        additionalProperties: false,
        properties: on,
        description: plain("hover/template-document-on"),
      },
    },
    definitions,
  };
}

const orPlaceholder = (schema: unknown): unknown => ({ anyOf: [schema, { type: "string", pattern: "\\$\\{[a-z]" }] });
