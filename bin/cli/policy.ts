import { Command } from "commander";
import type { PolicyDto, PolicyEffectDto, PolicyVersionDto } from "@/lib/policy/dto";
import { createClient, readLogin } from "./client";
import { parseFormat, show, table, type Format } from "./output";
import { readFile } from "./workspace-shared";

const path = "/policies/workspace";

type Output = { readonly output: Format };

/** `berth policy`: the workspace policy. */
export function policyCommand(): Command {
  const client = () => createClient(readLogin());
  const policy = new Command("policy").description("See and change the policy of workspaces").exitOverride();
  const sub = (name: string, description: string) =>
    policy
      .command(name)
      .description(description)
      .option("-o, --output <format>", "table, json or yaml", parseFormat, "table");

  sub("get [version]", "Print the policy that is kept in the portal, as its author wrote it")
    .option("--file", "the one of WORKSPACE_DEFAULT_CONFIG_PATH instead")
    .action(async (version: string | undefined, options: Output & { file?: boolean }) => {
      if (version !== undefined) {
        const number = encodeURIComponent(version);
        const found = await client().json<PolicyVersionDto & { text: string }>(`${path}/versions/${number}`);
        return show(found, options.output, found.text);
      }
      const found = await client().json<PolicyDto>(path);
      show(found, options.output, options.file ? (found.file?.text ?? "") : found.text);
    });

  sub("versions", "List the versions, newest first").action(async (options: Output) => {
    const { versions } = await client().json<PolicyDto>(path);
    const columns = [
      { title: "VERSION", value: (row: PolicyVersionDto) => String(row.number) },
      { title: "AT", value: (row: PolicyVersionDto) => row.at },
      { title: "AUTHOR", value: (row: PolicyVersionDto) => row.author },
      { title: "MESSAGE", value: (row: PolicyVersionDto) => row.message },
    ];
    show(versions, options.output, table(versions, columns));
  });

  sub("apply", "Save a version, which is in force from then on; no running workspace is touched")
    .requiredOption("-f, --file <file>", "the policy (YAML); - for standard input")
    .option("-m, --message <text>", "why, for the list of versions")
    .option("--if-version <number>", "refuse when another version is the newest by now; 0: none")
    .option("--dry-run", "only tell what would change for each workspace")
    .action(async (options: Output & { file: string; message?: string; ifVersion?: string; dryRun?: boolean }) => {
      const body = {
        text: readFile(options.file),
        ...(options.message === undefined ? {} : { message: options.message }),
        ...(options.ifVersion === undefined ? {} : { if_version: Number(options.ifVersion) }),
      };
      const request = { method: "PUT", body };
      if (!options.dryRun) {
        const saved = await client().json<PolicyDto>(path, request);
        return show(saved, options.output, `Version ${saved.version} is in force`);
      }
      const effect = await client().json<PolicyEffectDto>(path, { ...request, query: { dry_run: "true" } });
      show(effect, options.output, effectTable(effect));
    });

  return policy;
}

function effectTable({ counts, items }: PolicyEffectDto): string {
  const touched = items.filter(({ effect }) => effect !== "unaffected");
  const why = (item: (typeof items)[number]) =>
    item.faults.length > 0
      ? item.faults.map(({ path: at, message }) => `${at}: ${message}`).join(" ")
      : item.keys.join(", ");
  const rows = table(touched, [
    { title: "NAME", value: (row) => row.name },
    { title: "CLUSTER", value: (row) => row.cluster },
    { title: "EFFECT", value: (row) => row.effect },
    { title: "WHAT", value: why },
  ]);
  const summary = Object.entries(counts).map(([effect, count]) => `${count} ${effect}`);
  return `${touched.length > 0 ? `${rows}\n` : ""}${summary.join(", ")}`;
}
