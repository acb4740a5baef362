import type { Command } from "commander";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { CliError, exitCodes, type Client } from "./client";
import { at, follow, pathOf, type Accepted, type Common } from "./workspace-shared";

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90m`, `4h`, or seconds. */
function parseSeconds(text: string): number {
  const [, amount, unit = "s"] = /^(\d+)([smhd])?$/.exec(text) ?? [];
  if (amount === undefined) throw new CliError(`${text} is no time: write 90m, 4h or seconds`, exitCodes.usage);
  return Number(amount) * (units[unit] ?? 1);
}

/** `extend`: keep running for a time. */
export function addExtendCommand(sub: (name: string, description: string) => Command, client: () => Client): void {
  sub("extend <name>", "Keep a workspace running: neither idle stop nor its schedule stops it before that time")
    .option("--for <time>", "90m, 4h, or seconds", "1h")
    .action(async (name: string, options: Common & { for: string }) => {
      const api = client();
      const body = { seconds: parseSeconds(options.for) };
      const accepted = await api.json<Accepted>(`${pathOf(name)}/extend`, { method: "POST", body, query: at(options) });
      await follow(api, accepted.operation, true);
      const { idle } = await api.json<WorkspaceDto>(pathOf(name), { query: at(options) });
      if (options.output === "json") console.log(JSON.stringify(idle, null, 2));
      else console.log(idle.explanation ?? `Kept running until ${idle.keep_until ?? "its end"}.`);
    });
}
