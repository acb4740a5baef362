import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { standardLabels } from "../../labels";
import type { BuildContext } from "../../provider";
import type { ContainerSpec } from "../container-spec";
import { dockerLabels, sharedNetwork } from "../labels";
import { limitsOf, sizeInBytes } from "./amounts";
import { commandWords } from "./command";
import { portsOf, sortPorts } from "./ports";

const defaultPort = 6789;

/** What a container of a resolved document is, but for its mounts. Throws `document/invalid` for what cannot be one. */
export function containerBody(
  resolved: JsonObject,
  container: JsonObject,
  context: BuildContext,
): Omit<ContainerSpec, "mounts"> {
  const port = typeof resolved.port === "number" ? resolved.port : defaultPort;
  const healthPath = typeof resolved.health_path === "string" ? resolved.health_path : "/";
  const secret = context.environment.filter((entry) => entry.secret).map((entry) => entry.name);
  return {
    image: imageOf(container),
    entrypoint: commandWords(container.entrypoint, "entrypoint"),
    command: commandWords(container.command, "command"),
    user: textOrNull(container.user, "user"),
    working_dir: textOrNull(container.working_dir, "working_dir"),
    env: environmentOf(context),
    secret_env: [...secret].sort(),
    networks: networksOf(container.networks),
    ports: publishedPorts(container.ports, port, context.facts),
    labels: {
      ...userLabels(container.labels),
      ...standardLabels(context.workspace),
      [dockerLabels.restarts]: String(context.workspace.restarts),
      [dockerLabels.port]: String(port),
      [dockerLabels.healthPath]: healthPath,
    },
    resources: limitsOf(container),
    shm_size: sizeInBytes(container.shm_size, "shm_size"),
    gpus: gpusOf(container.gpus),
    running: context.running,
  };
}

function imageOf(container: JsonObject): string {
  const image = textOrNull(container.image, "image");
  if (image === null) throw new PortalError("document/invalid", say("config/image-missing"));
  const tag = textOrNull(container.image_tag, "image_tag");
  if (tag === null) return image;
  const [name = ""] = image.split("@");
  const slash = name.lastIndexOf("/");
  const colon = name.indexOf(":", slash + 1);
  return `${colon === -1 ? name : name.slice(0, colon)}:${tag}`;
}

function environmentOf(context: BuildContext): Readonly<Record<string, string>> {
  const pairs = context.environment.map((entry): readonly [string, string] => {
    if (entry.value === undefined) {
      throw new PortalError("document/invalid", say("config/value-from", { name: entry.name }));
    }
    return [entry.name, entry.value];
  });
  return Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function networksOf(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [sharedNetwork];
  const names = Array.isArray(value)
    ? value
    : isObject(value)
      ? Object.keys(value)
      : typeof value === "string"
        ? [value]
        : null;
  if (!names?.every((name) => typeof name === "string" && name !== "")) {
    throw new PortalError("document/invalid", say("config/networks"));
  }
  const unique = [...new Set(names.map(String))].sort();
  return unique.length > 0 ? unique : [sharedNetwork];
}

/** Where the portal cannot reach containers by their address, the workspace's port is published at the address that the cluster names. */
function publishedPorts(value: Json | undefined, port: number, facts: JsonObject): ContainerSpec["ports"] {
  const asked = portsOf(value);
  const container = `${port}/tcp`;
  if (typeof facts.publish !== "string" || asked.some((item) => item.container === container)) return asked;
  return sortPorts([...asked, { container, address: facts.publish, host: 0 }]);
}

/** Labels of the document; Berth's own keys are not for users. */
function userLabels(value: Json | undefined): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  const pairs = Array.isArray(value)
    ? value.map((item) => splitOnce(String(item)))
    : isObject(value)
      ? Object.entries(value)
      : null;
  if (!pairs) throw new PortalError("document/invalid", say("config/labels-map"));
  const reserved = pairs.find(([key]) => key.startsWith("berth.dev/") || key.startsWith("app.kubernetes.io/"));
  if (reserved) throw new PortalError("document/invalid", say("config/label-kept", { key: reserved[0] }));
  return Object.fromEntries(pairs.map(([key, text]) => [key, String(text)]));
}

function splitOnce(item: string): readonly [string, string] {
  const at = item.indexOf("=");
  return at === -1 ? [item, ""] : [item.slice(0, at), item.slice(at + 1)];
}

function gpusOf(value: Json | undefined): number | null {
  if (value === undefined || value === null || value === 0 || value === false) return null;
  if (value === "all" || value === -1 || value === true) return -1;
  const count = Number(value);
  if (Number.isInteger(count) && count > 0) return count;
  throw new PortalError("document/invalid", say("config/gpus"));
}

function textOrNull(value: Json | undefined, field: string): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw new PortalError("document/invalid", say("config/text", { field }));
}
