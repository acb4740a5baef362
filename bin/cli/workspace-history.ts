import type { Command } from "commander";
import { unifiedDiff } from "@/lib/shared/line-diff";
import type { PlanDto, RevisionDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { CliError, exitCodes, type Client } from "./client";
import { table, type Column } from "./output";
import { at, follow, pathOf, printPlan, type Accepted, type Common } from "./workspace-shared";

const columns: readonly Column<RevisionDto>[] = [
  { title: "REVISION", value: (row) => String(row.number) },
  { title: "AT", value: (row) => row.at },
  { title: "AUTHOR", value: (row) => row.author },
  { title: "MESSAGE", value: (row) => row.message },
];

function revisionNumber(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new CliError(`${option} takes the number of a revision, not ${text}`, exitCodes.usage);
  return number;
}

type Sub = (name: string, description: string) => Command;

/** `history`, `diff` and `rollback`. */
export function addHistoryCommands(sub: Sub, client: () => Client): void {
  sub("history <name>", "List the revisions of a workspace's document, newest first").action(
    async (name: string, options: Common) => {
      const { items } = await client().json<{ items: RevisionDto[] }>(`${pathOf(name)}/revisions`, {
        query: at(options),
      });
      if (options.output === "json") console.log(JSON.stringify(items, null, 2));
      else console.log(table(items, columns));
    },
  );

  sub("diff <name>", "Show how the document changed between two revisions")
    .option("--from <revision>", "the earlier one (default: the one before)")
    .option("--to <revision>", "the later one (default: the newest)")
    .action(async (name: string, options: Common & { from?: string; to?: string }) => {
      const api = client();
      const query = at(options);
      const text = async (number: number) =>
        (await api.json<RevisionDto>(`${pathOf(name)}/revisions/${number}`, { query })).document_yaml;
      const newest = async () => (await api.json<WorkspaceDto>(pathOf(name), { query })).revision;
      const to = options.to === undefined ? await newest() : revisionNumber(options.to, "--to");
      const from = options.from === undefined ? to - 1 : revisionNumber(options.from, "--from");
      const before = from === 0 ? "" : await text(from);
      const difference = unifiedDiff(before, await text(to));
      console.log(difference === "" ? `Revisions ${from} and ${to} are the same.` : difference);
    });

  sub("rollback <name>", "Take the document of an earlier revision as a new one")
    .requiredOption("--to <revision>", "its number (see `history`)")
    .option("--apply <when>", "now or next-restart", "now")
    .option("--dry-run", "only show the plan")
    .option("--no-wait", "return as soon as it is accepted")
    .action(async (name: string, options: Common & { to: string; apply: string; dryRun?: boolean }) => {
      const api = client();
      const body = { revision: revisionNumber(options.to, "--to"), apply: options.apply };
      const path = `${pathOf(name)}/rollback`;
      if (options.dryRun) {
        const query = { ...at(options), dry_run: "true" };
        const { plan } = await api.json<{ plan: PlanDto }>(path, { method: "POST", body, query });
        if (options.output === "json") console.log(JSON.stringify(plan, null, 2));
        else printPlan(plan);
        return;
      }
      const accepted = await api.json<Accepted>(path, { method: "POST", body, query: at(options) });
      await follow(api, accepted.operation, options.wait ?? true);
    });
}
