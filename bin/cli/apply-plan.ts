import { patchYaml } from "@/lib/shared/yaml-patch";
import type { ClusterDto, ListDto, MeDto, PlanDto, WorkspaceDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { appliedByLabel } from "@/lib/workspaces/applied-by";
import { placeOf, type Document, type PlacedFault } from "./apply-documents";
import { CliError, exitCodes, isCliError, type Client } from "./client";
import { pathOf, type Accepted } from "./workspace-shared";

export type Planned = {
  readonly document: Document;
  readonly cluster: string | null;
  /** The text as it will be stored: with the mark of the set. */
  readonly text: string;
  readonly action: "create" | "update" | "unchanged";
  readonly plan: PlanDto | null;
};

export type PlanOptions = { readonly set: string | null; readonly takeOver: boolean };

/** What applying one document would do now. Stores nothing. */
export async function planDocument(
  api: Client,
  document: Document,
  usualCluster: string | null,
  options: PlanOptions,
): Promise<Planned | readonly PlacedFault[]> {
  const cluster = document.cluster ?? usualCluster;
  const current = await find(api, document.name, cluster);
  const mark = current?.labels[appliedByLabel] ?? null;
  if (options.set !== null && mark !== null && mark !== options.set && !options.takeOver) {
    const message = `${document.name} was applied as part of the set ${mark}. Use --set ${mark}, or --take-over to move it.`;
    return [{ at: placeOf(document), message }];
  }
  const text = withMark(document.text, options.set ?? mark);
  const planned = { document, cluster, text };
  if (current?.document_yaml === text) return { ...planned, action: "unchanged", plan: null };
  try {
    const plan = current ? await planUpdate(api, document.name, cluster, text) : await planCreate(api, text);
    return { ...planned, action: current ? "update" : "create", plan };
  } catch (error) {
    return faultsOf(
      error,
      document,
      text === document.text ? null : () => checkUnmarked(api, document, cluster, current),
    );
  }
}

/** Where nothing is marked the text stays to the letter. */
function withMark(text: string, set: string | null): string {
  return set === null ? text : patchYaml(text, ["labels", appliedByLabel], set);
}

async function find(api: Client, name: string, cluster: string | null): Promise<WorkspaceDto | null> {
  try {
    return await api.json<WorkspaceDto>(pathOf(name), { query: cluster === null ? {} : { cluster } });
  } catch (error) {
    if (isCliError(error) && error.exitCode === exitCodes.notFound) return null;
    throw error;
  }
}

async function planUpdate(api: Client, name: string, cluster: string | null, text: string): Promise<PlanDto> {
  const query = { dry_run: "true", ...(cluster === null ? {} : { cluster }) };
  const request = { method: "PATCH", body: { document_yaml: text }, query };
  return (await api.json<{ plan: PlanDto }>(pathOf(name), request)).plan;
}

async function planCreate(api: Client, text: string): Promise<PlanDto> {
  const request = { method: "POST", yaml: text, query: { dry_run: "true" } };
  return (await api.json<{ plan: PlanDto }>("/workspaces", request)).plan;
}

/** The mark may have moved lines, so the text as it stands in the file tells where its faults are. */
async function checkUnmarked(
  api: Client,
  { name, text }: Document,
  cluster: string | null,
  current: WorkspaceDto | null,
): Promise<unknown> {
  await (current ? planUpdate(api, name, cluster, text) : planCreate(api, text));
  return undefined;
}

async function faultsOf(
  error: unknown,
  document: Document,
  again: (() => Promise<unknown>) | null,
): Promise<readonly PlacedFault[]> {
  if (!isCliError(error) || error.exitCode !== exitCodes.refused || error.problem === null) throw error;
  const exact = again === null ? error : await again().catch((inFile: unknown) => inFile);
  const { problem } = isCliError(exact) && exact.problem ? exact : error;
  const faults = problem?.errors ?? [];
  if (faults.length === 0) return [{ at: placeOf(document), message: `${document.name}: ${error.message}` }];
  return faults.map(({ line, column, path, message }) => ({
    at: placeOf(document, line, column),
    message: path === "" ? message : `${path}: ${message}`,
  }));
}

/** Name of the default cluster; null: this person is told none. */
export async function usualClusterOf(api: Client): Promise<string | null> {
  const { items } = await api.json<{ items: readonly ClusterDto[] }>("/clusters");
  return items.find(({ is_default: isDefault }) => isDefault)?.name ?? null;
}

export type Prunable = { readonly remove: readonly WorkspaceSummaryDto[]; readonly left: readonly string[] };

/** Workspaces that earlier applies of the set made or changed, and that no document names now. Those of other people are left, and told. */
export async function findPrunable(api: Client, set: string, planned: readonly Planned[]): Promise<Prunable> {
  const { email } = await api.json<MeDto>("/me");
  const kept = new Set(planned.map(({ cluster, document }) => `${cluster ?? ""}/${document.name}`));
  const marked: WorkspaceSummaryDto[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { label: `${appliedByLabel}=${set}`, limit: "200", cursor };
    const page = await api.json<ListDto<WorkspaceSummaryDto>>("/workspaces", { query });
    marked.push(...page.items);
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  const gone = marked.filter(({ cluster, name }) => !kept.has(`${cluster}/${name}`));
  return {
    remove: gone.filter(({ owner }) => owner === email),
    left: gone.filter(({ owner }) => owner !== email).map(({ name, owner }) => `${name} belongs to ${owner}`),
  };
}

/** Carries a plan out, bound to what was planned. `stale`: the workspace moved since. */
export async function carryOut(api: Client, { action, document, cluster, text, plan }: Planned) {
  const query = cluster === null ? {} : { cluster };
  try {
    if (action === "create") return await api.json<Accepted>("/workspaces", { method: "POST", yaml: text });
    const body = { document_yaml: text, ...(plan ? { plan_hash: plan.hash } : {}) };
    return await api.json<Accepted>(pathOf(document.name), { method: "PATCH", body, query });
  } catch (error) {
    if (isCliError(error) && (error.problem?.code === "plan-stale" || error.problem?.code === "name-taken"))
      return "stale" as const;
    throw error;
  }
}

/** A set is a label's value. */
export function checkSet(set: string): string {
  if (!/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/.test(set))
    throw new CliError("--set takes letters, digits, dashes, dots and underscores, at most 63", exitCodes.usage);
  return set;
}
