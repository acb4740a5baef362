import { Command } from "commander";
import type { ClusterDto } from "@/lib/workspaces/dto";
import type { VariableDto, VariablesDto, VariablesEffectDto } from "@/lib/variables/dto";
import { CliError, createClient, exitCodes, readLogin, type Client } from "./client";
import { table, type Column } from "./output";
import { readFile } from "./workspace-shared";

type Common = { readonly cluster?: string; readonly dryRun?: boolean };

const from = { portal: "Variables page", environment: "portal's environment", file: "BERTH_CONFIG" } as const;

const columns: readonly Column<VariableDto>[] = [
  { title: "NAME", value: (row) => row.name },
  { title: "VALUE", value: (row) => (row.secret ? "(secret)" : (row.value ?? "(not shown)")) },
  { title: "FROM", value: (row) => from[row.source] },
  {
    title: "INHERITED BY",
    value: (row) =>
      row.inherited_by.map(({ setting, pattern }) => [setting, pattern].filter(Boolean).join("=")).join(" "),
  },
  { title: "OUTDATED", value: (row) => String(row.outdated) },
];

/** `berth variable`: the variables that workspaces of a cluster may inherit. */
export function variableCommand(): Command {
  const client = () => createClient(readLogin());
  const variable = new Command("variable")
    .description("Variables that workspaces of a cluster may inherit")
    .exitOverride();
  const sub = (name: string, description: string) =>
    variable
      .command(name)
      .description(description)
      .option("--cluster <name>", "cluster (default: the default cluster)");
  const changing = (name: string, description: string) =>
    sub(name, description).option("--dry-run", "only tell which workspaces would have another value");

  sub("list", "List them; values of secrets are not shown")
    .option("-o, --output <format>", "table, json, yaml, or env for the plain ones as a .env text", "table")
    .action(async (options: Common & { output: string }) => {
      const api = client();
      const path = await pathOf(api, options);
      if (options.output === "env" || options.output === "yaml") {
        const answer = await api.send(path, { query: { format: options.output } });
        process.stdout.write(await answer.text());
        return;
      }
      const found = await api.json<VariablesDto>(path);
      if (options.output === "json") console.log(JSON.stringify(found, null, 2));
      else if (options.output === "table") console.log(table(found.items, columns));
      else throw new CliError("-o takes table, json, yaml, env", exitCodes.usage);
    });

  changing("set <name> [value]", "Set one; without a value it is read from standard input")
    .option("--secret", "seal it: it is written and not read back; give the value by standard input")
    .action(async (name: string, value: string | undefined, options: Common & { secret?: boolean }) => {
      if (options.secret && value !== undefined)
        throw new CliError("Others see arguments: give a secret's value by standard input", exitCodes.usage);
      const text = value ?? readFile("-").replace(/\r?\n$/, "");
      const one = { name, value: text, ...(options.secret ? { secret: true } : {}) };
      await change(client(), options, { variables: [one] });
    });

  changing("delete <names...>", "Remove some").action(async (names: string[], options: Common) =>
    change(client(), options, { remove: names }),
  );

  changing("import", "Set all of a .env file at once, or none")
    .requiredOption("-f, --file <file>", "the file (NAME=value); - for standard input")
    .option("--secret", "all of them are secrets")
    .action(async (options: Common & { file: string; secret?: boolean }) => {
      const secret = options.secret ? { env_file_secret: true } : {};
      await change(client(), options, { env_file: readFile(options.file), ...secret });
    });

  return variable;
}

async function pathOf(api: Client, { cluster }: Common): Promise<string> {
  if (cluster !== undefined) return `/clusters/${encodeURIComponent(cluster)}/variables`;
  const { items } = await api.json<{ items: readonly ClusterDto[] }>("/clusters");
  const usual = items.find(({ is_default: isDefault }) => isDefault);
  if (!usual) throw new CliError("There is no default cluster; name one with --cluster", exitCodes.notFound);
  return `/clusters/${encodeURIComponent(usual.name)}/variables`;
}

async function change(api: Client, options: Common, body: unknown): Promise<void> {
  const query = options.dryRun ? { dry_run: "true" } : {};
  const request = { method: "PATCH", body, query };
  const effect = await api.json<Pick<VariablesEffectDto, "changes"> & Partial<VariablesEffectDto>>(
    await pathOf(api, options),
    request,
  );
  for (const { name, kind, secret } of effect.changes)
    console.log(`${kind.padEnd(8)}${name}${secret ? " (secret)" : ""}`);
  if (!effect.items) return;
  console.log(
    `${effect.items.length} of ${effect.workspaces ?? 0} workspaces would change their mark "settings changed"`,
  );
  if (effect.items.length === 0) return;
  console.log(
    table(effect.items, [
      { title: "WORKSPACE", value: (row) => row.name },
      { title: "OWNER", value: (row) => row.owner },
      { title: "OTHER VALUE", value: (row) => row.outdated.join(", ") },
      { title: "SAME AGAIN", value: (row) => row.settled.join(", ") },
    ]),
  );
}
