import { spawn } from "node:child_process";
import { Command } from "commander";
import type { ListDto, PlanDto, WorkspaceDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { CliError, createClient, exitCodes, readLogin, type Client } from "./client";
import { parseFormat, print, type Column } from "./output";
import { attachTerminal } from "./terminal";
import { addDriftCommands } from "./workspace-drift";
import { addExtendCommand } from "./workspace-extend";
import { addHistoryCommands } from "./workspace-history";
import { printOrigins } from "./workspace-origins";
import { addRestoreCommands } from "./workspace-restore";
import { templateChange, type TemplateOptions } from "./workspace-template";
import { at, follow, pathOf, printPlan, readFile, type Accepted, type Common } from "./workspace-shared";

const columns: readonly Column<WorkspaceSummaryDto>[] = [
  { title: "NAME", value: (row) => row.name },
  { title: "CLUSTER", value: (row) => row.cluster },
  { title: "PHASE", value: (row) => row.phase },
  { title: "OWNER", value: (row) => row.owner },
  { title: "REVISION", value: (row) => String(row.revision) },
  { title: "URL", value: (row) => row.url },
  { title: "CAUSE", value: (row) => row.cause?.summary ?? "" },
];

export function workspaceCommand(): Command {
  const client = () => createClient(readLogin());
  const workspace = new Command("workspace")
    .alias("ws")
    .description("Create, open, change, start, stop and delete workspaces")
    // A command that is added to another does not inherit this from it; its own commands do.
    .exitOverride();
  const sub = (name: string, description: string) =>
    workspace
      .command(name)
      .description(description)
      .option("--cluster <name>", "cluster (default: the default cluster)")
      .option("-o, --output <format>", "table, json, yaml or name", parseFormat, "table");

  sub("list", "List the workspaces that you may see")
    .option("--search <text>")
    .option("--phase <phase>")
    .action(async (options: Common & { search?: string; phase?: string }) => {
      const rows: WorkspaceSummaryDto[] = [];
      for (let cursor: string | undefined; ;) {
        const query = { limit: "200", cursor, search: options.search, phase: options.phase, ...at(options) };
        const page = await client().json<ListDto<WorkspaceSummaryDto>>("/workspaces", { query });
        rows.push(...page.items);
        if (!page.next_cursor) break;
        cursor = page.next_cursor;
      }
      print(rows, options.output, columns);
    });

  sub("get <name>", "Show one workspace; -o yaml prints its document")
    .option("--origins", "its effective configuration: every value, which layer set it, and what it replaced")
    .action(async (name: string, options: Common & { origins?: boolean }) => {
      if (options.origins) return printOrigins(client(), name, options);
      const found = await client().json<WorkspaceDto>(pathOf(name), { query: at(options) });
      // The document as it was written, which `apply` and `create -f` take; the rest is in -o json.
      if (options.output === "yaml") process.stdout.write(found.document_yaml.replace(/\n?$/, "\n"));
      else print([found], options.output, columns, true);
    });

  sub("create", "Create a workspace from a document")
    .requiredOption("-f, --file <file>", "document (YAML or JSON); - for standard input")
    .option("--no-wait", "return as soon as it is accepted")
    .action(async (options: Common & { file: string }) => {
      const api = client();
      const accepted = await api.json<Accepted>("/workspaces", { method: "POST", yaml: readFile(options.file) });
      await follow(api, accepted.operation, options.wait ?? true);
      const name = accepted.operation.workspace;
      const query = accepted.workspace ? { cluster: accepted.workspace.cluster } : {};
      print([await api.json<WorkspaceDto>(pathOf(name), { query })], options.output, columns, true);
    });

  const change = (command: Command) =>
    command
      .option("-f, --file <file>", "the whole new document (YAML); - for standard input")
      .option("--update-workspace-settings", "read the cluster's variables again and restart")
      .option("--template-version <number>", "move to this version of its template, or to the latest")
      .option("--parameter <name=value...>", "values of its template's parameters");
  type Change = Common & TemplateOptions & { file?: string; updateWorkspaceSettings?: boolean; apply?: string };
  const bodyOf = async (api: Client, name: string, options: Change) => ({
    ...(await templateChange(api, options, () => api.json<WorkspaceDto>(pathOf(name), { query: at(options) }))),
    ...(options.file ? { document_yaml: readFile(options.file) } : {}),
    ...(options.updateWorkspaceSettings ? { update_workspace_settings: true } : {}),
  });

  change(sub("update <name>", "Change a workspace"))
    .option("--apply <when>", "now or next-restart", "now")
    .option("--no-wait", "return as soon as it is accepted")
    .action(async (name: string, options: Change) => {
      const api = client();
      const body = { ...(await bodyOf(api, name, options)), apply: options.apply };
      const accepted = await api.json<Accepted>(pathOf(name), { method: "PATCH", body, query: at(options) });
      await follow(api, accepted.operation, options.wait ?? true);
    });

  change(sub("plan <name>", "Show what an update would do")).action(async (name: string, options: Change) => {
    const query = { ...at(options), dry_run: "true" };
    const api = client();
    const body = await bodyOf(api, name, options);
    const { plan } = await api.json<{ plan: PlanDto }>(pathOf(name), { method: "PATCH", body, query });
    if (options.output === "json") console.log(JSON.stringify(plan, null, 2));
    else printPlan(plan);
  });

  for (const verb of ["start", "stop", "restart"] as const) {
    sub(`${verb} <name>`, `${verb[0]?.toUpperCase()}${verb.slice(1)} a workspace`)
      .option("--no-wait", "return as soon as it is accepted")
      .action(async (name: string, options: Common) => {
        const api = client();
        const accepted = await api.json<Accepted>(`${pathOf(name)}/${verb}`, {
          method: "POST",
          body: {},
          query: at(options),
        });
        await follow(api, accepted.operation, options.wait ?? true);
      });
  }

  sub("delete <name>", "Delete a workspace; its storage stays unless --storage delete")
    .option("--storage <keep|delete>", "what becomes of the storage", "keep")
    .requiredOption("--confirm <name>", "the workspace's name, typed again")
    .option("--no-wait", "return as soon as it is accepted")
    .action(async (name: string, options: Common & { storage: string; confirm: string }) => {
      if (options.confirm !== name) throw new CliError(`--confirm must repeat the name ${name}`, exitCodes.usage);
      const api = client();
      const query = { ...at(options), storage: options.storage };
      const accepted = await api.json<Accepted>(pathOf(name), { method: "DELETE", query });
      await follow(api, accepted.operation, options.wait ?? true);
    });

  sub("logs <name>", "Print the log")
    .option("-f, --follow", "go on as lines come")
    .option("--tail <lines>", "only the last lines")
    .option("--previous", "of the container before the last restart")
    .option("--container <name>")
    .action(
      async (
        name: string,
        options: Common & { follow?: boolean; tail?: string; previous?: boolean; container?: string },
      ) => {
        const query = {
          ...at(options),
          tail: options.tail,
          container: options.container,
          follow: options.follow ? "true" : undefined,
          previous: options.previous ? "true" : undefined,
        };
        const response = await client().send(`${pathOf(name)}/logs`, { query });
        for await (const chunk of response.body ?? []) process.stdout.write(chunk as Uint8Array);
      },
    );

  sub("exec <name>", "Open a terminal in the workspace").action(async (name: string, options: Common) => {
    process.exitCode = await attachTerminal(readLogin(), name, options.cluster);
  });

  sub("open <name>", "Open the workspace in the browser")
    .option("--print", "only print its address")
    .action(async (name: string, options: Common & { print?: boolean }) => {
      const { url, ready, phase } = await client().json<WorkspaceDto>(pathOf(name), { query: at(options) });
      console.log(url);
      if (options.print) return;
      if (!ready) console.error(`The workspace is ${phase}; the page goes on when it is ready.`);
      const opener = process.platform === "darwin" ? "open" : "xdg-open";
      spawn(opener, [url], { stdio: "ignore", detached: true })
        .on("error", () => console.error(`${opener} is not installed; open the address by hand.`))
        .unref();
    });

  addHistoryCommands(sub, client);
  addDriftCommands(sub, client);
  addExtendCommand(sub, client);
  addRestoreCommands(sub, client);

  return workspace;
}
