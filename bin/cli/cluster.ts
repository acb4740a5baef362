import { Command } from "commander";
import type { AdoptPreviewDto, UnmanagedDto } from "@/lib/adoption/dto";
import { CliError, createClient, exitCodes, readLogin, type Client } from "./client";
import { parseFormat, print, type Format } from "./output";
import { follow, printPlan, readFile, type Accepted } from "./workspace-shared";

type Choice = {
  readonly namespace?: string;
  readonly name?: string;
  readonly owner?: string;
  readonly file?: string;
  readonly document?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
};

const pathOf = (cluster: string): string => `/clusters/${encodeURIComponent(cluster)}`;

const list = (api: Client, cluster: string) =>
  api.json<{ items: readonly UnmanagedDto[] }>(`${pathOf(cluster)}/unmanaged`);

/** To be edited and given back with `--file`: also where a policy refuses it as it is. */
async function printDocument(api: Client, cluster: string, kind: string, name: string): Promise<void> {
  const { items } = await list(api, cluster);
  const found = items.find((item) => item.kind === kind && item.name === name);
  if (!found) throw new CliError(`There is no unmanaged ${kind} ${name} on ${cluster}`, exitCodes.notFound);
  if (found.document_yaml === null) throw new CliError(found.obstacle ?? "It cannot be adopted", exitCodes.refused);
  console.log(found.document_yaml.trimEnd());
}

/** `berth cluster`: what runs on a cluster without being a workspace. */
export function clusterCommand(): Command {
  const client = () => createClient(readLogin());
  const cluster = new Command("cluster").description("See what runs on a cluster, and adopt it").exitOverride();

  cluster
    .command("unmanaged <cluster>")
    .description("List what runs where workspaces may run and is none of them")
    .option("-o, --output <format>", "table, json, yaml or name", parseFormat, "table")
    .action(async (name: string, { output }: { output: Format }) => {
      const { items } = await list(client(), name);
      print(items, output, [
        { title: "KIND", value: ({ kind }) => kind },
        { title: "NAMESPACE", value: ({ namespace }) => namespace ?? "" },
        { title: "NAME", value: (row) => row.name },
        { title: "IMAGE", value: ({ image }) => image ?? "" },
        { title: "STATE", value: ({ ready, running }) => (ready ? "ready" : running ? "not ready" : "stopped") },
        { title: "ADOPTABLE", value: ({ obstacle }) => obstacle ?? "yes" },
      ]);
    });

  cluster
    .command("adopt <cluster> <kind> <name>")
    .description("Take it over as a workspace; nothing restarts unless the plan says so")
    .option("-n, --namespace <namespace>", "where it is, when the name alone is not clear")
    .option("--name <workspace>", "name of the workspace")
    .option("--owner <email>", "who owns it; you, if absent")
    .option("-f, --file <file>", "its document, in place of the one that says what runs; - for standard input")
    .option("--document", "only print the document that says what runs")
    .option("--dry-run", "only print the plan")
    .option("--no-wait", "do not wait for the end")
    .action(async (on: string, kind: string, name: string, options: Choice) => {
      const api = client();
      if (options.document) return printDocument(api, on, kind, name);
      const path = `${pathOf(on)}/adopt`;
      const body = {
        kind,
        name,
        ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
        ...(options.name === undefined ? {} : { workspace_name: options.name }),
        ...(options.owner === undefined ? {} : { owner: options.owner }),
        ...(options.file === undefined ? {} : { document_yaml: readFile(options.file) }),
      };
      const query = { dry_run: "true" };
      const { plan } = await api.json<AdoptPreviewDto>(path, { method: "POST", query, body });
      printPlan(plan);
      if (options.dryRun) return;
      const bound = { ...body, plan_hash: plan.hash };
      const { workspace, operation } = await api.json<Accepted>(path, { method: "POST", body: bound });
      await follow(api, operation, options.wait);
      console.log(`${kind} ${name} is the workspace ${workspace?.name ?? operation.workspace}`);
    });

  return cluster;
}
