import fs from "node:fs";
import type { OperationDto, PlanDto, WorkspaceDto } from "@/lib/workspaces/dto";
import { CliError, exitCodes, type Client } from "./client";
import type { Format } from "./output";

/** What the commands about workspaces have in common. */

export type Common = { readonly cluster?: string; readonly output: Format; readonly wait?: boolean };
export type Accepted = { readonly workspace?: WorkspaceDto; readonly operation: OperationDto };

export const pathOf = (name: string): string => `/workspaces/${encodeURIComponent(name)}`;
export const at = (options: { readonly cluster?: string }) => (options.cluster ? { cluster: options.cluster } : {});

export function readFile(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${(error as Error).message}`, exitCodes.usage);
  }
}

/** Follows an operation to its end, one line per step. */
export async function follow(client: Client, operation: OperationDto, wait: boolean): Promise<void> {
  if (!wait) return;
  let shown = 0;
  const failure = await waitFor(client, operation, ({ progress }) => {
    for (const step of progress.slice(shown)) console.error(`${step.at.slice(11, 19)}  ${step.message || step.step}`);
    shown = Math.max(shown, progress.length);
  });
  if (failure !== null) throw new CliError(failure);
}

/** Waits for an operation's end. Null: done; else why not, with the next step. */
export async function waitFor(
  client: Client,
  operation: OperationDto,
  look: (current: OperationDto) => void = () => undefined,
): Promise<string | null> {
  let pause = 50;
  for (let current = operation; ; current = await client.json<OperationDto>(`/operations/${operation.id}`)) {
    look(current);
    if (current.state === "done") return null;
    if (current.state === "failed" || current.state === "cancelled") {
      const next = current.error?.next_step ? `\nNext step: ${current.error.next_step}` : "";
      return `${current.kind} ${current.state}: ${current.error?.message ?? "no reason was given"}${next}`;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(2 * pause, 400);
  }
}

export function printPlan(plan: PlanDto): void {
  console.log(`Effect: ${plan.effect}`);
  for (const warning of plan.warnings) console.log(`Warning: ${warning}`);
  if (plan.steps.length === 0) console.log("Nothing changes.");
  for (const step of plan.steps) {
    console.log(`${step.action} ${step.kind}/${step.name}  [${step.effect}]`);
    for (const change of step.changes) {
      console.log(
        `  ${change.path}: ${JSON.stringify(change.before)} -> ${JSON.stringify(change.after)}  [${change.effect}]`,
      );
    }
    for (const { path, before, after } of step.admission ?? [])
      console.log(`  ${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}  [by the cluster's admission]`);
  }
}
