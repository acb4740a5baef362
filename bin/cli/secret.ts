import { Command } from "commander";
import type { WorkspaceSecretDto, WorkspaceSecretsDto } from "@/lib/variables/dto";
import { createClient, readLogin } from "./client";
import { parseFormat, print, type Column, type Format } from "./output";
import { at, pathOf, readFile } from "./workspace-shared";

type Common = { readonly cluster?: string; readonly output: Format };

const columns: readonly Column<WorkspaceSecretDto>[] = [
  { title: "NAME", value: (row) => row.name },
  { title: "OFFERED", value: (row) => (row.shared ? "to all of the cluster" : "") },
  { title: "SET", value: (row) => row.updated_at },
  { title: "BY", value: (row) => row.updated_by },
  { title: "NOTE", value: (row) => (row.hidden ? "the document or a policy sets this name and wins" : "") },
];

/** `berth secret`: secrets of one workspace. Values come by standard input and are never printed. */
export function secretCommand(): Command {
  const client = () => createClient(readLogin());
  const secret = new Command("secret")
    .description("Secrets of a workspace, and offering them to others")
    .exitOverride();
  const sub = (name: string, description: string) =>
    secret
      .command(name)
      .description(description)
      .option("--cluster <name>", "cluster (default: the default cluster)")
      .option("-o, --output <format>", "table, json, yaml or name", parseFormat, "table");
  const show = ({ items }: WorkspaceSecretsDto, { output }: Common) => print(items, output, columns);
  const path = (workspace: string, name: string) => `${pathOf(workspace)}/secrets/${encodeURIComponent(name)}`;
  const put = async (workspace: string, name: string, body: unknown, options: Common) => {
    const request = { method: "PUT", body, query: at(options) };
    show(await client().json<WorkspaceSecretsDto>(path(workspace, name), request), options);
  };

  sub("list <workspace>", "List names; values are never shown").action(async (workspace: string, options: Common) =>
    show(await client().json<WorkspaceSecretsDto>(`${pathOf(workspace)}/secrets`, { query: at(options) }), options),
  );

  sub("set <workspace> <name>", "Write one; its value is read from standard input")
    .option("--share", "offer it to all workspaces of the cluster as well (its owner only)")
    .action(async (workspace: string, name: string, options: Common & { share?: boolean }) => {
      const value = readFile("-").replace(/\r?\n$/, "");
      await put(workspace, name, { value, ...(options.share ? { shared: true } : {}) }, options);
    });

  sub("share <workspace> <name>", "Offer one to all workspaces of the cluster").action(
    async (workspace: string, name: string, options: Common) => put(workspace, name, { shared: true }, options),
  );

  sub("withdraw <workspace> <name>", "Offer it to no other workspace any more").action(
    async (workspace: string, name: string, options: Common) => put(workspace, name, { shared: false }, options),
  );

  sub("delete <workspace> <name>", "Remove one").action(async (workspace: string, name: string, options: Common) => {
    const request = { method: "DELETE", query: at(options) };
    show(await client().json<WorkspaceSecretsDto>(path(workspace, name), request), options);
  });

  return secret;
}
