import { dump } from "js-yaml";
import { toDotenv } from "./dotenv";
import type { VariableDto } from "./dto";

export const exportFormats = ["env", "yaml"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The plain variables that are kept in the portal, as a `.env` text or in the shape of BERTH_CONFIG. Secrets are never exported. */
export function exportVariables(
  items: readonly Pick<VariableDto, "name" | "value" | "secret" | "source">[],
  format: ExportFormat,
): string {
  const plain = items.flatMap(({ name, value, secret, source }) =>
    secret || value === null || source !== "portal" ? [] : [{ name, value }],
  );
  if (format === "env") return toDotenv(plain);
  return plain.length === 0 ? "" : dump(Object.fromEntries(plain.map(({ name, value }) => [name, value])));
}
