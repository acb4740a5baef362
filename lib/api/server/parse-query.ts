import type { z } from "zod";
import { parseInput } from "@/lib/server/parse-input";

/** The query of a request by its schema. An unknown parameter is a fault: a typing error must not list everything. */
export function parseQuery<T>(schema: z.ZodType<T>, query: URLSearchParams): T {
  return parseInput(schema, Object.fromEntries(query));
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that were not given, as exact optional properties want it. */
export function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Given<T>;
}
