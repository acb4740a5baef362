import { createInterface } from "node:readline/promises";
import { Command, CommanderError } from "commander";
import type { HealthCheck } from "@/lib/health/check";
import type { MeDto } from "@/lib/workspaces/dto";
import packageJson from "../../package.json" with { type: "json" };
import { CliError, createClient, exitCodes, readLogin, saveLogin } from "./client";
import { fleetCommand, updateAllCommand } from "./fleet";
import { clusterCommand } from "./cluster";
import { policyCommand } from "./policy";
import { applyCommand } from "./apply";
import { routesCommand } from "./routes";
import { secretCommand } from "./secret";
import { templateCommand } from "./template";
import { variableCommand } from "./variable";
import { workspaceCommand } from "./workspace";

/** The token from the option, the environment, a pipe or the keyboard; never from an argument that the process list shows by default. */
async function readToken(): Promise<string> {
  if (process.env["BERTH_TOKEN"]) return process.env["BERTH_TOKEN"];
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  if (process.stdin.isTTY) process.stderr.write("API token (Me > API tokens in Berth): ");
  const token = (await reader[Symbol.asyncIterator]().next()).value as string | undefined;
  reader.close();
  if (!token?.trim()) throw new CliError("No token was given on standard input", exitCodes.usage);
  return token.trim();
}

/** The whole command line. */
function createProgram(): Command {
  const program = new Command("berth")
    .description(
      "Berth's command line: talks to the portal's REST API. BERTH_URL and BERTH_TOKEN win over `berth login`.",
    )
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });

  program
    .command("login")
    .description("Remember the portal's address and an API token (read from standard input or BERTH_TOKEN)")
    .option("--url <url>", "the portal's address", process.env["BERTH_URL"] ?? "http://localhost:3000")
    .action(async (options: { url: string }) => {
      const login = { url: options.url.replace(/\/$/, ""), token: await readToken() };
      const me = await createClient(login).json<MeDto>("/me");
      const file = saveLogin(login);
      console.log(`Signed in to ${login.url} as ${me.email}; kept in ${file}`);
    });

  program.addCommand(workspaceCommand());
  program.addCommand(routesCommand());
  program.addCommand(updateAllCommand());
  program.addCommand(fleetCommand());
  program.addCommand(clusterCommand());
  program.addCommand(policyCommand());
  program.addCommand(templateCommand());
  program.addCommand(variableCommand());
  program.addCommand(secretCommand());
  program.addCommand(applyCommand());

  program
    .command("doctor")
    .description("Check the portal, its database and its clusters; every finding has a code and a next step")
    .option("-o, --output <format>", "table or json", "table")
    .action(async (options: { output: string }) => {
      const health = await createClient(readLogin()).json<{ status: string; checks: HealthCheck[] }>("/health");
      if (options.output === "json") console.log(JSON.stringify(health, null, 2));
      else {
        for (const check of health.checks) {
          console.log(`${check.status.toUpperCase().padEnd(4)}  ${check.code}: ${check.summary}`);
          if (check.status !== "ok" && check.next_step) console.log(`      ${check.next_step}`);
        }
      }
      if (health.status === "fail") process.exitCode = exitCodes.failed;
    });

  return program;
}

/** Runs it; what went wrong is told on standard error, and `process.exitCode` says its kind. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    else if (error instanceof CliError) {
      console.error(error.message);
      process.exitCode = error.exitCode;
    } else throw error;
  }
}
