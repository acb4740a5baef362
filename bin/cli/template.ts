import { Command } from "commander";
import type { TemplateDetailDto, TemplateEffectDto, TemplateVersionDto } from "@/lib/templates/dto";
import type { TemplateDto } from "@/lib/workspaces/dto";
import { CliError, createClient, exitCodes, isCliError, readLogin, type Client } from "./client";
import { parseFormat, print, show, table, type Format } from "./output";
import { readFile } from "./workspace-shared";

type Output = { readonly output: Format };
type ApplyOptions = Output & {
  readonly file?: string;
  readonly message?: string;
  readonly ifVersion?: string;
  readonly dryRun?: boolean;
  readonly hidden?: string;
  readonly deprecated?: string;
  readonly redirect?: string;
};

const pathOf = (name: string) => `/templates/${encodeURIComponent(name)}`;

/** `berth template`: what new workspaces are made from. */
export function templateCommand(): Command {
  const client = () => createClient(readLogin());
  const template = new Command("template").description("See and change templates of workspaces").exitOverride();
  const sub = (name: string, description: string) =>
    template
      .command(name)
      .description(description)
      .option("-o, --output <format>", "table, json, yaml or name", parseFormat, "table");

  sub("list", "List the templates that are offered on a cluster")
    .option("--cluster <name>", "cluster; the default one if absent")
    .option("--all", "every template, hidden and deprecated ones too")
    .action(async (options: Output & { cluster?: string; all?: boolean }) => {
      const query = options.all ? { all: "true" } : { cluster: options.cluster };
      const { items } = await client().json<{ items: readonly TemplateDto[] }>("/templates", { query });
      print(items, options.output, [
        { title: "NAME", value: (row) => row.name },
        { title: "VERSION", value: (row) => String(row.version) },
        { title: "CLUSTERS", value: (row) => row.cluster_types.join(",") },
        { title: "STATE", value: stateOf },
        { title: "TITLE", value: (row) => row.title },
      ]);
    });

  sub("get <name> [version]", "Print a template as its author wrote it").action(
    async (name: string, version: string | undefined, options: Output) => {
      const path = version === undefined ? pathOf(name) : `${pathOf(name)}/versions/${encodeURIComponent(version)}`;
      const found = await client().json<{ text: string }>(path);
      show(found, options.output, found.text);
    },
  );

  sub("versions <name>", "List its versions, newest first").action(async (name: string, options: Output) => {
    const path = `${pathOf(name)}/versions`;
    const { items } = await client().json<{ items: readonly TemplateVersionDto[] }>(path);
    const columns = [
      { title: "VERSION", value: (row: TemplateVersionDto) => String(row.number) },
      { title: "AT", value: (row: TemplateVersionDto) => row.at ?? "" },
      { title: "AUTHOR", value: (row: TemplateVersionDto) => row.author ?? "Berth" },
      { title: "MESSAGE", value: (row: TemplateVersionDto) => row.message },
    ];
    show(items, options.output, table(items, columns));
  });

  sub("apply <name>", "Make a template, save a new version of it, or hide and deprecate it; no workspace is touched")
    .option("-f, --file <file>", "the template (YAML); - for standard input")
    .option("-m, --message <text>", "why, for the list of versions")
    .option("--if-version <number>", "refuse when another version is the newest by now")
    .option("--hidden <yes|no>", "whether it is kept out of what is offered")
    .option("--deprecated <yes|no>", "whether no new workspace is made from it")
    .option("--redirect <template>", "the one to use in its place; empty: none")
    .option("--dry-run", "only tell what a move to the new version would do to each workspace")
    .action(applyTemplate);

  sub("delete <name>", "Delete what administrators saved; one that comes with Berth is then as it came").action(
    async (name: string, options: Output) => {
      await client().json(pathOf(name), { method: "DELETE" });
      show({ deleted: true }, options.output, `${name} is deleted`);
    },
  );
  return template;
}

async function applyTemplate(name: string, options: ApplyOptions): Promise<void> {
  const api = createClient(readLogin());
  const body = {
    ...(options.file === undefined ? {} : { text: readFile(options.file) }),
    ...(options.message === undefined ? {} : { message: options.message }),
    ...(options.ifVersion === undefined ? {} : { if_version: Number(options.ifVersion) }),
    ...(options.hidden === undefined ? {} : { hidden: yesOrNo("--hidden", options.hidden) }),
    ...(options.deprecated === undefined ? {} : { deprecated: yesOrNo("--deprecated", options.deprecated) }),
    ...(options.redirect === undefined ? {} : { redirect: options.redirect === "" ? null : options.redirect }),
  };
  if (options.dryRun) {
    const query = { dry_run: "true" };
    const effect = await api.json<TemplateEffectDto>(pathOf(name), { method: "PUT", body, query });
    return show(effect, options.output, effectTable(effect));
  }
  const saved = await save(api, name, body);
  show(saved, options.output, `${saved.name}: version ${saved.version} is in force`);
}

/** A text of a name that is not there yet makes it. */
async function save(api: Client, name: string, body: Record<string, unknown>): Promise<TemplateDetailDto> {
  try {
    return await api.json<TemplateDetailDto>(pathOf(name), { method: "PUT", body });
  } catch (error) {
    if (!isCliError(error) || error.exitCode !== exitCodes.notFound || body.text === undefined) throw error;
    const { text, message } = body;
    const made = { text, ...(message === undefined ? {} : { message }) };
    return api.json<TemplateDetailDto>("/templates", { method: "POST", body: made });
  }
}

function yesOrNo(option: string, value: string): boolean {
  if (value === "yes" || value === "no") return value === "yes";
  throw new CliError(`${option} is yes or no`, exitCodes.usage);
}

const stateOf = ({ hidden, deprecated, redirect }: TemplateDto): string => {
  if (deprecated) return redirect === null ? "deprecated" : `deprecated, use ${redirect}`;
  return hidden ? "hidden" : "offered";
};

function effectTable({ counts, items }: TemplateEffectDto): string {
  const rows = table(items, [
    { title: "NAME", value: (row) => row.name },
    { title: "CLUSTER", value: (row) => row.cluster },
    { title: "VERSION", value: (row) => String(row.version) },
    { title: "EFFECT", value: (row) => row.effect },
    { title: "WHAT", value: (row) => row.faults.map(({ message }) => message).join(" ") || row.keys.join(", ") },
  ]);
  const summary = Object.entries(counts).flatMap(([effect, count]) => (count > 0 ? [`${count} ${effect}`] : []));
  return items.length > 0 ? `${rows}\n${summary.join(", ")}` : "No workspace is made from it.";
}
