import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { anyObject, preview, problem } from "./shapes";

export const named = { path: z.object({ name: z.string() }) };
export const identified = { path: z.object({ id: z.string() }) };

type Extra = Pick<ZodOpenApiOperationObject, "requestParams" | "requestBody">;

/** The same with the answer of a dry run beside it. */
export function withPreview(operation: ZodOpenApiOperationObject): ZodOpenApiOperationObject {
  const dryRun = { description: "With dry_run: the plan", content: { "application/json": { schema: preview } } };
  return { ...operation, responses: { "200": dryRun, ...operation.responses } };
}

/** One operation: every failure has the same shape. */
export function operationOf(
  tag: string,
  operationId: string,
  summaryText: string,
  answer: z.ZodType,
  extra: Extra = {},
  status: "200" | "201" | "202" = "200",
): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: [tag],
    summary: summaryText,
    ...extra,
    responses: {
      [status]: {
        description: status === "202" ? "Accepted; the operation goes on from here" : "Done",
        content: { "application/json": { schema: answer } },
      },
      default: { description: "What went wrong", content: { "application/problem+json": { schema: problem } } },
    },
  };
}

export const json = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
export const documentBody = {
  content: { "application/json": { schema: anyObject }, "application/yaml": { schema: z.string() } },
};
