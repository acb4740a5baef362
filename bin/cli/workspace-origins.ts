import { dump } from "js-yaml";
import type { Json } from "@/lib/shared/json";
import { configurationRows, type ConfigurationRow } from "@/lib/workspaces/configuration-rows";
import type { EffectiveDto } from "@/lib/workspaces/dto";
import type { Client } from "./client";
import { table, type Column } from "./output";
import { at, pathOf, type Common } from "./workspace-shared";

const text = (value: Json | undefined): string => (value === undefined ? "(removed)" : JSON.stringify(value));

const columns: readonly Column<ConfigurationRow>[] = [
  { title: "FIELD", value: (row) => row.path },
  { title: "VALUE", value: (row) => text(row.value) },
  { title: "ORIGIN", value: (row) => row.origin },
  {
    title: "REPLACED",
    value: (row) => row.replaced.map(({ layer, value }) => `${text(value)} (${layer})`).join(", "),
  },
];

/** The effective configuration as one line per value; `-o json` and `-o yaml` give what the API answers. */
export async function printOrigins(client: Client, name: string, options: Common): Promise<void> {
  const effective = await client.json<EffectiveDto>(`${pathOf(name)}/effective`, { query: at(options) });
  if (options.output === "json") console.log(JSON.stringify(effective, null, 2));
  else if (options.output === "yaml") console.log(dump(effective).trimEnd());
  else console.log(table(configurationRows(effective), columns));
}
