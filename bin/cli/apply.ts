import { Command } from "commander";
import type { OperationDto } from "@/lib/workspaces/dto";
import { readDocuments, type PlacedFault } from "./apply-documents";
import {
  carryOut,
  checkSet,
  findPrunable,
  planDocument,
  usualClusterOf,
  type Planned,
  type PlanOptions,
  type Prunable,
} from "./apply-plan";
import { CliError, createClient, exitCodes, isCliError, readLogin, type Client } from "./client";
import { pathOf, printPlan, waitFor, type Accepted } from "./workspace-shared";

type Options = {
  readonly file: readonly string[];
  readonly set?: string;
  readonly takeOver?: boolean;
  readonly prune?: boolean;
  readonly deleteStorage?: boolean;
  readonly dryRun?: boolean;
  readonly wait?: boolean;
  readonly output: string;
};

const nothingToPrune: Prunable = { remove: [], left: [] };

/** `berth apply`: brings workspaces to what documents say. Asks nothing; a second run changes nothing. */
export function applyCommand(): Command {
  const collect = (value: string, before: readonly string[]) => [...before, value];
  return new Command("apply")
    .description("Create and update workspaces from documents; nothing is done when any of them is faulty")
    .requiredOption("-f, --file <path>", "file, folder or - for standard input; more than once", collect, [])
    .option("--set <name>", "mark what is applied as part of this set", checkSet)
    .option("--take-over", "also what another set has marked")
    .option("--prune", "delete your workspaces of the set that no document names any more; needs --set")
    .option("--delete-storage", "with --prune: their storage too, which is kept otherwise")
    .option("--dry-run", "only show what would be done")
    .option("--no-wait", "return as soon as everything is accepted")
    .option("-o, --output <format>", "table, or json for programs", "table")
    .exitOverride()
    .action(apply);
}

async function apply(options: Options): Promise<void> {
  checkOptions(options);
  const api = createClient(readLogin());
  const { documents, faults: unreadable } = readDocuments(options.file);
  if (documents.length + unreadable.length === 0)
    throw new CliError(`No document was found in ${options.file.join(", ")}; nothing was done`, exitCodes.usage);
  const settings: PlanOptions = { set: options.set ?? null, takeOver: options.takeOver ?? false };
  const usual = await usualClusterOf(api);
  const results = await inOrder(documents, (document) => planDocument(api, document, usual, settings));
  const planned = results.flatMap((result) => ("action" in result ? [result] : []));
  refuseFaults([...unreadable, ...results.flatMap((result) => ("action" in result ? [] : result))]);
  const prunable = options.prune && options.set ? await findPrunable(api, options.set, planned) : nothingToPrune;
  if (options.dryRun) return showPlans(planned, prunable, options);

  const outcomes = await inOrder(planned, (one) => submit(api, one, usual, settings));
  const done = await Promise.all(outcomes.map((outcome) => finish(api, outcome, options)));
  const failed = done.filter(({ failure }) => failure !== null);
  const pruned = failed.length > 0 ? [] : await inOrder(prunable.remove, (one) => prune(api, one, options));
  if (options.output === "json") console.log(JSON.stringify([...done, ...pruned], null, 2));
  for (const note of prunable.left) console.error(`Not pruned: ${note}`);
  if (failed.length > 0 && prunable.remove.length > 0)
    console.error("Nothing was pruned, because not all was applied.");
  const failures = [...done, ...pruned].filter(({ failure }) => failure !== null);
  if (failures.length > 0) process.exitCode = Math.min(...failures.map(({ exit }) => exit));
}

function checkOptions({ prune, set, deleteStorage, output }: Options): void {
  const wrong = (text: string) => new CliError(text, exitCodes.usage);
  if (prune && set === undefined) throw wrong("--prune needs --set: only what was applied as that set is deleted");
  if (deleteStorage && !prune) throw wrong("--delete-storage needs --prune");
  if (output !== "table" && output !== "json") throw wrong("-o takes table or json");
}

function refuseFaults(faults: readonly PlacedFault[]): void {
  if (faults.length === 0) return;
  const lines = faults.map(({ at, message }) => `${at}: ${message}`);
  throw new CliError([...lines, `${faults.length} faults; nothing was applied.`].join("\n"), exitCodes.refused);
}

function showPlans(planned: readonly Planned[], { remove, left }: Prunable, options: Options): void {
  if (options.output === "json") {
    const plans = planned.map(({ document, cluster, action, plan }) => ({
      ...nameOf(document, cluster),
      action,
      plan,
    }));
    const deletes = remove.map((one) => ({ ...nameOf(one, one.cluster), action: "delete", plan: null }));
    console.log(JSON.stringify([...plans, ...deletes], null, 2));
  } else {
    for (const { document, action, plan } of planned) {
      console.log(`${action.padEnd(10)}${document.name}${plan && action === "update" ? ` [${plan.effect}]` : ""}`);
      if (plan && action === "update") printPlan(plan);
    }
    for (const { name } of remove)
      console.log(`delete    ${name} [storage ${options.deleteStorage ? "too" : "stays"}]`);
  }
  for (const note of left) console.error(`Would not be pruned: ${note}`);
}

const nameOf = ({ name }: { readonly name: string }, cluster: string | null) => ({ name, cluster });

type Outcome = {
  readonly planned: Planned;
  readonly operation: OperationDto | null;
  readonly failure: string | null;
  readonly exit: number;
};

/** A workspace that moved since its plan is planned once more; when it moves again, it is left alone. */
async function submit(api: Client, first: Planned, usual: string | null, settings: PlanOptions): Promise<Outcome> {
  if (first.action === "unchanged") return { planned: first, operation: null, failure: null, exit: exitCodes.ok };
  try {
    const accepted = await carryOut(api, first);
    if (accepted !== "stale") return { planned: first, ...accepted, failure: null, exit: exitCodes.ok };
    const again = await planDocument(api, first.document, usual, settings);
    if (!("action" in again)) return refused(first, again.map(({ at, message }) => `${at}: ${message}`).join("\n"));
    console.error(`${first.document.name}: changed since it was planned; planned again${effectOf(again)}`);
    if (again.action === "unchanged") return { planned: again, operation: null, failure: null, exit: exitCodes.ok };
    const second = await carryOut(api, again);
    if (second === "stale") return refused(again, "it changed again while it was applied; run apply once more");
    return { planned: again, ...second, failure: null, exit: exitCodes.ok };
  } catch (error) {
    if (!isCliError(error)) throw error;
    return { planned: first, operation: null, failure: error.message, exit: error.exitCode };
  }
}

const effectOf = ({ plan }: Planned): string => (plan ? ` [${plan.effect}]` : "");

const refused = (planned: Planned, failure: string): Outcome => ({
  planned,
  operation: null,
  failure,
  exit: exitCodes.refused,
});

const past = { create: "created", update: "updated", unchanged: "unchanged" } as const;

async function finish(api: Client, { planned, operation, failure, exit }: Outcome, options: Options) {
  const { document, cluster, action, plan } = planned;
  const ended = operation && (options.wait ?? true) ? await waitFor(api, operation) : null;
  const reason = failure ?? ended;
  if (options.output !== "json") {
    if (reason === null)
      console.log(`${past[action].padEnd(10)}${document.name}${action === "update" ? effectOf(planned) : ""}`);
    else console.error(`${document.name}: ${reason}`);
  }
  const effect = plan?.effect ?? null;
  const code = reason === null ? exitCodes.ok : failure === null ? exitCodes.failed : exit;
  return { ...nameOf(document, cluster), action, effect, failure: reason, exit: code };
}

async function prune(
  api: Client,
  { name, cluster }: { readonly name: string; readonly cluster: string },
  options: Options,
) {
  const query = { cluster, storage: options.deleteStorage ? "delete" : "keep" };
  const of = { name, cluster, action: "delete", effect: null };
  try {
    const { operation } = await api.json<Accepted>(pathOf(name), { method: "DELETE", query });
    const failure = (options.wait ?? true) ? await waitFor(api, operation) : null;
    if (options.output !== "json")
      console.log(failure === null ? `${"deleted".padEnd(10)}${name}` : `${name}: ${failure}`);
    return { ...of, failure, exit: failure === null ? exitCodes.ok : exitCodes.failed };
  } catch (error) {
    if (!isCliError(error)) throw error;
    console.error(`${name}: ${error.message}`);
    return { ...of, failure: error.message, exit: error.exitCode };
  }
}

/** One after the other: the portal answers at once, and what is printed keeps the order of the files. */
async function inOrder<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await run(item));
  return results;
}
