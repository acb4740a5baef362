import type { Command } from "commander";
import type { DriftDto, PlanDto } from "@/lib/workspaces/dto";
import { CliError, exitCodes, type Client } from "./client";
import { table, type Column } from "./output";
import { at, follow, pathOf, printPlan, type Accepted, type Common } from "./workspace-shared";

const columns: readonly Column<DriftDto>[] = [
  { title: "OBJECT", value: (row) => `${row.kind}/${row.name}` },
  { title: "FIELD", value: (row) => row.path || "(missing)" },
  { title: "APPLIED", value: (row) => (row.path === "" ? "" : JSON.stringify(row.wanted)) },
  { title: "NOW", value: (row) => (row.path === "" ? "" : JSON.stringify(row.found)) },
  { title: "IN THE DOCUMENT", value: (row) => row.field ?? "-" },
];

type Options = Common & { readonly accept?: boolean; readonly revert?: boolean; readonly dryRun?: boolean };
type Taken = { readonly refused?: readonly string[] };

/** `drift`: look, accept or revert. */
export function addDriftCommands(sub: (name: string, description: string) => Command, client: () => Client): void {
  sub("drift <name>", "Show what was changed outside Berth; accept it into the document or revert it")
    .option("--accept", "write it into the document, as far as a document can say it")
    .option("--revert", "apply the revision in force again")
    .option("--dry-run", "with --accept or --revert: only show the plan")
    .option("--no-wait", "return as soon as it is accepted")
    .action(async (name: string, options: Options) => {
      const api = client();
      if (options.accept && options.revert) throw new CliError("--accept or --revert, not both", exitCodes.usage);
      if (!options.accept && !options.revert) {
        const { items } = await api.json<{ items: DriftDto[] }>(`${pathOf(name)}/drift`, { query: at(options) });
        if (options.output === "json") console.log(JSON.stringify(items, null, 2));
        else console.log(items.length === 0 ? "Nothing was changed outside Berth." : table(items, columns));
        return;
      }
      const path = `${pathOf(name)}/${options.accept ? "accept-drift" : "revert-drift"}`;
      const request = { method: "POST", body: {} };
      if (options.dryRun) {
        const query = { ...at(options), dry_run: "true" };
        const { plan } = await api.json<{ plan: PlanDto }>(path, { ...request, query });
        printPlan(plan);
        return;
      }
      const accepted = await api.json<Accepted & Taken>(path, { ...request, query: at(options) });
      for (const refused of accepted.refused ?? []) console.error(`Not in the document, goes back: ${refused}`);
      await follow(api, accepted.operation, options.wait ?? true);
    });
}
