import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { parseQuantity, quantityToNumber } from "@/lib/shared/quantity";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import type { Manifest } from "../manifest";
import type { BuildContext } from "../provider";

/** The document's default port (product, section 2). On this machine it stands for "any free port": two workspaces cannot share one. */
export const defaultPort = 6789;

/** What a local workspace runs when its document names no command: the app that comes with Berth. */
const builtInCommand: readonly string[] = ["{node}", "{app}/notes/server.mjs"];

/**
 * The process and the folder that a resolved document becomes. `{port}`, `{node}` and `{app}` stay in the command: only the machine that
 * starts it knows them.
 */
export function buildLocal(resolved: JsonObject, context: BuildContext): readonly Manifest[] {
  const config = resolved.container_config;
  const container = isObject(config) ? config : {};
  const port = typeof resolved.port === "number" ? resolved.port : defaultPort;
  const { id, name, restarts } = context.workspace;
  return [
    { kind: "Folder", name: context.names.data, body: { workspace: id } },
    {
      kind: "Process",
      name: context.names.main,
      body: {
        workspace: id,
        workspace_name: name,
        command: [...commandOf(container)],
        environment: context.environment.filter((entry) => entry.name !== "PORT").map(environmentItem),
        working_dir: typeof container.working_dir === "string" ? container.working_dir : null,
        port: port === defaultPort ? null : port,
        document_port: port,
        health_path: typeof resolved.health_path === "string" ? resolved.health_path : "/",
        grace_seconds: graceOf(container),
        limits: limitsOf(container),
        running: context.running,
        restarts,
      },
    },
  ];
}

/** A list is an argument vector; a text is a command of the shell, as Docker and Kubernetes' users write it. */
function commandOf(container: JsonObject): readonly string[] {
  const args = wordsOf(container.args, "args");
  const command = wordsOf(container.command, "command");
  const all = [...command, ...args];
  return all.length > 0 ? all : builtInCommand;
}

function wordsOf(value: Json | undefined, field: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return value.trim() === "" ? [] : ["sh", "-c", value];
  if (Array.isArray(value) && value.every((word): word is string => typeof word === "string")) return value;
  throw new PortalError("document/invalid", say("config/list-or-shell", { field }));
}

function environmentItem(entry: EnvironmentEntry): JsonObject {
  if (entry.value === undefined) {
    throw new PortalError("document/invalid", say("config/value-from-local", { name: entry.name }));
  }
  return { name: entry.name, value: entry.value, ...(entry.secret ? { secret: true } : {}) };
}

function graceOf(container: JsonObject): number {
  const seconds = container.terminationGracePeriodSeconds;
  return typeof seconds === "number" && seconds >= 0 ? seconds : 10;
}

/** Cores and bytes, so that `1` and `1000m` are the same limit. Kubernetes' form, or Docker's `cpus` and `mem_limit`. */
function limitsOf(container: JsonObject): JsonObject {
  const cpu = getIn(container, ["resources", "limits", "cpu"]) ?? container.cpus;
  const memory = getIn(container, ["resources", "limits", "memory"]);
  return {
    cpu: amount(cpu, "resources.limits.cpu"),
    memory: amount(memory ?? kubernetesSize(container.mem_limit), "resources.limits.memory"),
  };
}

function amount(value: unknown, field: string): number | null {
  if (value === undefined || value === null) return null;
  const quantity = typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;
  if (quantity) return quantityToNumber(quantity);
  throw new PortalError("document/invalid", say("config/no-amount-local", { field }));
}

/** Docker writes `512m` for what Kubernetes writes `512Mi`. */
const kubernetesSize = (size: Json | undefined): Json | undefined =>
  typeof size === "string"
    ? size.replace(/^(\d+)([kmgt])b?$/i, (_, digits: string, unit: string) => `${digits}${unit.toUpperCase()}i`)
    : size;
