import { Command, InvalidArgumentError, Option } from "commander";
import { load } from "js-yaml";
import type { FleetDto, FleetItemDto, FleetPlanDto, FleetSummaryDto } from "@/lib/fleet/dto";
import { itemStates } from "@/lib/fleet/rollout";
import type { FleetApplyInput, FleetPlanInput } from "@/lib/fleet/schema";
import type { ListDto } from "@/lib/workspaces/dto";
import { CliError, createClient, exitCodes, readLogin, type Client } from "./client";
import { parseFormat, show, table, type Column, type Format } from "./output";
import { readFile } from "./workspace-shared";

type Selection = {
  readonly cluster?: string;
  readonly clusterType?: string;
  readonly search?: string;
  readonly phase?: string;
  readonly owner?: string;
  readonly label?: string;
  readonly template?: string;
  readonly outdated?: boolean;
};
type Rollout = {
  readonly batch: number;
  readonly maxUnavailable: number;
  readonly maxFailures: number;
  readonly apply: string;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
};
type Output = { readonly output: Format };
type UpdateAll = Selection &
  Rollout &
  Output & { readonly updateWorkspaceSettings?: boolean; readonly patch?: string; readonly message?: string };

export type FleetRequest = Omit<FleetPlanInput, "action" | "update_workspace_settings" | "selector"> & {
  readonly selector: object;
  readonly action?: FleetPlanInput["action"];
  readonly update_workspace_settings?: boolean;
};
export type RolloutRequest = Partial<Omit<FleetApplyInput, "plan_hash" | "apply">> & { readonly apply?: string };

const itemColumns: readonly Column<FleetItemDto>[] = [
  { title: "STAGE", value: (row) => (row.stage === null ? "" : String(row.stage)) },
  { title: "NAME", value: (row) => row.name },
  { title: "CLUSTER", value: (row) => row.cluster },
  { title: "STATE", value: (row) => row.state },
  { title: "EFFECT", value: (row) => (["waiting", "working", "done", "failed"].includes(row.state) ? row.effect : "") },
  { title: "OPERATION", value: (row) => row.operation_id ?? "" },
  { title: "WHY", value: (row) => row.reasons.map(({ message }) => message).join(" ") },
];

const summaryColumns: readonly Column<FleetSummaryDto>[] = [
  { title: "ID", value: (row) => row.id },
  { title: "STATE", value: (row) => row.state },
  { title: "ACTION", value: (row) => row.change.action },
  { title: "WORKSPACES", value: (row) => countsLine(row.counts) },
  { title: "BY", value: (row) => row.by },
  { title: "BEGUN", value: (row) => row.started_at ?? "" },
  { title: "REASON", value: (row) => row.reason?.message ?? "" },
];

const countsLine = (counts: FleetSummaryDto["counts"]): string =>
  itemStates.flatMap((state) => (counts[state] > 0 ? [`${counts[state]} ${state}`] : [])).join(", ") || "none";

/** The first columns that are empty in a plan are left out. */
const itemTable = (items: readonly FleetItemDto[]): string =>
  table(
    items,
    itemColumns.filter(({ value }) => items.some((item) => value(item) !== "")),
  );

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return value;
};

/** Plans and, unless it is a dry run, rolls out. Null: the plan touches no workspace. */
export async function planAndApply(
  api: Client,
  request: FleetRequest,
  rollout: RolloutRequest | null,
): Promise<{ readonly plan: FleetPlanDto; readonly fleet: FleetDto | null }> {
  const plan = await api.json<FleetPlanDto>("/fleet/plan", { method: "POST", body: request });
  if (rollout === null || plan.counts.waiting === 0) return { plan, fleet: null };
  const body = { plan_hash: plan.plan_hash, ...rollout };
  return { plan, fleet: await api.json<FleetDto>("/fleet/apply", { method: "POST", body }) };
}

/** Follows a rollout until it ends or stands still, one line per workspace that has ended. */
export async function followFleet(api: Client, begun: FleetDto): Promise<FleetDto> {
  const told = new Set<number>();
  for (let fleet = begun; ; fleet = await api.json<FleetDto>(`/fleet/${begun.id}`)) {
    for (const item of fleet.items.filter(({ finished_at: at, position }) => at !== null && !told.has(position))) {
      told.add(item.position);
      const why = item.state === "done" ? "" : `: ${item.reasons.map(({ message }) => message).join(" ")}`;
      console.error(`${item.finished_at?.slice(11, 19) ?? ""}  ${item.name} ${item.state}${why}`);
    }
    if (fleet.finished_at !== null || (fleet.state === "paused" && fleet.counts.working === 0)) return fleet;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** A rollout that did not do all that it planned ends the command with 1. */
export function judgeFleet(fleet: FleetDto): void {
  if (fleet.state === "done" && fleet.counts.skipped === 0) return;
  throw new CliError(`${fleet.id} is ${fleet.state}: ${fleet.reason?.message ?? countsLine(fleet.counts)}`);
}

function readPatch(file: string): Record<string, never> {
  const value: unknown = load(readFile(file));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, never>;
  throw new CliError(`${file} must be a map, such as container_config: { image: … }`, exitCodes.usage);
}

const given = (entries: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

/** `berth update-all-workspaces`: the maintenance command of Mage, in stages. */
export function updateAllCommand(): Command {
  return new Command("update-all-workspaces")
    .description("One change over all workspaces that fit, rolled out in stages; begins when --dry-run is not given")
    .option("--cluster-type <type>", "kubernetes, docker or local")
    .option("--cluster <name>")
    .option("--search <text>", "in name, owner, description and labels")
    .option("--phase <phase>")
    .option("--owner <email>", "or: me")
    .option("--label <label>", "key or key=value")
    .option("--template <name>")
    .option("--outdated", "only those made from an older version of their template")
    .option("--update-workspace-settings", "take the cluster's variables and the policies as they are now; restarts")
    .option("--patch <file>", "merge patch of every document (YAML or JSON); - for standard input")
    .option("-m, --message <text>", "why, for the history of each workspace")
    .option("--batch <n>", "workspaces in a stage", positive, 10)
    .option("--max-unavailable <n>", "how many may be not ready at once", positive, 1)
    .option("--max-failures <n>", "pause when so many have failed", positive, 1)
    .addOption(new Option("--apply <when>", "when it comes into force").choices(["now", "next-restart"]).default("now"))
    .option("--dry-run", "only show what it would do to each")
    .option("--wait", "until it has ended or stands still")
    .option("-o, --output <format>", "table, json or yaml", parseFormat, "table")
    .exitOverride()
    .action(async (options: UpdateAll) => {
      const api = createClient(readLogin());
      const { cluster, clusterType: cluster_type, search, phase, owner, label, template, outdated, message } = options;
      const request: FleetRequest = {
        selector: given({ cluster, cluster_type, search, phase, owner, label, template, outdated }),
        update_workspace_settings: options.updateWorkspaceSettings ?? false,
        ...(options.patch === undefined ? {} : { patch: readPatch(options.patch) }),
        ...(message === undefined ? {} : { message }),
      };
      const { batch, maxUnavailable: max_unavailable, maxFailures: max_failures, apply } = options;
      const rollout = options.dryRun ? null : { batch, max_unavailable, max_failures, apply };
      const { plan, fleet } = await planAndApply(api, request, rollout);
      if (!fleet) {
        const summary = `${countsLine(plan.counts)}${options.dryRun ? "" : ": nothing to do"}`;
        return show(plan, options.output, plan.items.length > 0 ? `${itemTable(plan.items)}\n${summary}` : summary);
      }
      if (!options.wait) return show(fleet, options.output, `${fleet.id} is under way: berth fleet get ${fleet.id}`);
      const ended = await followFleet(api, fleet);
      show(ended, options.output, itemTable(ended.items));
      judgeFleet(ended);
    });
}

/** `berth fleet`: rollouts that were begun. */
export function fleetCommand(): Command {
  const api = () => createClient(readLogin());
  const fleet = new Command("fleet").description("Follow and steer changes over many workspaces").exitOverride();
  const sub = (name: string, description: string) =>
    fleet
      .command(name)
      .description(description)
      .option("-o, --output <format>", "table, json or yaml", parseFormat, "table");
  const pathOf = (id: string) => `/fleet/${encodeURIComponent(id)}`;
  const print = (found: FleetDto, output: Format) => {
    const head = `${found.id} is ${found.state}${found.reason ? `: ${found.reason.message}` : ""}`;
    show(found, output, `${head}\n${itemTable(found.items)}\n${countsLine(found.counts)}`);
  };

  sub("list", "Your rollouts, and all for administrators, newest first").action(async ({ output }: Output) => {
    const { items } = await api().json<ListDto<FleetSummaryDto>>("/fleet", { query: { limit: "200" } });
    show(items, output, items.length === 0 ? "No rollouts." : table(items, summaryColumns));
  });

  sub("get <id>", "One rollout with what became of each workspace")
    .option("--wait", "until it has ended or stands still")
    .action(async (id: string, { output, wait }: Output & { wait?: boolean }) => {
      const client = api();
      const now = await client.json<FleetDto>(pathOf(id));
      const found = wait ? await followFleet(client, now) : now;
      print(found, output);
      if (wait) judgeFleet(found);
    });

  const verbs = [
    ["pause", "Begin no further workspace; those under way go on to their end"],
    ["resume", "Go on with those that wait"],
    ["stop", "Leave those that wait out, for good"],
  ] as const;
  for (const [verb, description] of verbs)
    sub(`${verb} <id>`, description).action(async (id: string, { output }: Output) =>
      print(await api().json<FleetDto>(`${pathOf(id)}/${verb}`, { method: "POST", body: {} }), output),
    );
  return fleet;
}
