import { Command } from "commander";
import type { ListDto, WorkspaceDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { CliError, createClient, exitCodes, readLogin, type Client } from "./client";
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
      const targets = options.all ? await withIngress(api, options) : names.map((name) => ({ name, ...at(options) }));
      const failed: string[] = [];
      for (const { name, ...query } of targets) {
        try {
          const path = `${pathOf(name)}/re-add-routes`;
          const { operation } = await api.json<Accepted>(path, { method: "POST", body: {}, query });
          await follow(api, operation, true);
          console.log(`${name}: ${operation.progress.length === 0 ? "nothing to do" : "done"}`);
        } catch (error) {
          if (!(error instanceof CliError) || !options.all) throw error;
          failed.push(name);
          console.error(`${name}: ${error.message}`);
        }
      }
      if (failed.length > 0) throw new CliError(`${failed.length} of ${targets.length} workspaces failed`);
    });
}

/** Those that have, or should have, an address of the cluster's own. */
async function withIngress(api: Client, options: Options): Promise<readonly { name: string; cluster: string }[]> {
  const found: { name: string; cluster: string }[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { limit: "200", cursor, ...at(options) };
    const page = await api.json<ListDto<WorkspaceSummaryDto>>("/workspaces", { query });
    for (const { name, cluster, cluster_type, may } of page.items) {
      if (cluster_type !== "kubernetes" || !may.operate) continue;
      const { ingress } = await api.json<WorkspaceDto>(pathOf(name), { query: { cluster } });
      if (ingress) found.push({ name, cluster });
    }
    if (!page.next_cursor) return found;
    cursor = page.next_cursor;
  }
}
