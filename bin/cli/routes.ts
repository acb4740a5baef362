import { Command } from "commander";
import { CliError, createClient, exitCodes, readLogin, type Client } from "./client";
import { followFleet, planAndApply } from "./fleet";
import { at, follow, pathOf, type Accepted } from "./workspace-shared";

type Options = { readonly cluster?: string; readonly all?: boolean };

/** `berth re-add-workspace-routes`: the maintenance command of Mage, for one workspace, some, or all. */
export function routesCommand(): Command {
  return new Command("re-add-workspace-routes")
    .description(
      "Make the Ingress or VirtualService of workspaces anew where it was deleted or changed; nothing restarts",
    )
    .argument("[names...]", "workspaces")
    .option("--all", "all workspaces that you may operate and that have an ingress")
    .option("--cluster <name>", "cluster (default: the default cluster; with --all: every cluster)")
    .exitOverride()
    .action(async (names: string[], options: Options) => {
      if (names.length > 0 === (options.all ?? false))
        throw new CliError("Name workspaces, or say --all", exitCodes.usage);
      const api = createClient(readLogin());
      if (options.all) return forAll(api, options);
      for (const name of names) {
        const request = { method: "POST", body: {}, query: at(options) };
        const { operation } = await api.json<Accepted>(`${pathOf(name)}/re-add-routes`, request);
        await follow(api, operation, true);
        console.log(`${name}: ${operation.progress.length === 0 ? "nothing to do" : "done"}`);
      }
    });
}

/** One fleet change: nothing restarts, so many at once do no harm, and one that fails stops no other. */
async function forAll(api: Client, options: Options): Promise<void> {
  const request = { action: "re-add-routes", selector: at(options) } as const;
  const { plan, fleet } = await planAndApply(api, request, { batch: 100, max_unavailable: 100, max_failures: 1000 });
  for (const { name, state } of plan.items) if (state === "unchanged") console.log(`${name}: nothing to do`);
  const ended = fleet && (await followFleet(api, fleet));
  const done = ended?.items.filter(({ state }) => state === "done") ?? [];
  for (const { name } of done) console.log(`${name}: done`);
  const refused = plan.items.filter(({ state }) => state === "refused");
  for (const { name, reasons } of refused) console.error(`${name}: ${reasons.map(({ message }) => message).join(" ")}`);
  const failed = refused.length + (ended?.counts.failed ?? 0);
  if (failed > 0) throw new CliError(`${failed} of ${plan.items.length} workspaces failed`);
}
