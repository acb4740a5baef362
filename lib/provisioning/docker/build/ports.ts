import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import { isObject, type Json } from "@/lib/shared/json";
import type { PublishedPort } from "../container-spec";

const loopback = "127.0.0.1";
const form = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):)?(?:(\d{1,5})?:)?(\d{1,5})(?:\/(tcp|udp))?$/;

/**
 * `ports` of a Docker document: a list of `[address:][host:]container[/tcp|udp]`, or a map from container port to host port. Nothing is
 * published beyond loopback unless an address is written (`0.0.0.0:8080:80`), unlike Docker, whose default is every address.
 */
export function portsOf(value: Json | undefined): readonly PublishedPort[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value)
    ? value.map(fromText)
    : isObject(value)
      ? Object.entries(value).map(([key, host]) => fromPair(key, host))
      : null;
  if (!list) throw new PortalError("document/invalid", say("config/ports-form"));
  return sortPorts(list);
}

export const sortPorts = (list: readonly PublishedPort[]): readonly PublishedPort[] =>
  [...list].sort((a, b) => (portKey(a) < portKey(b) ? -1 : 1));

const portKey = (port: PublishedPort): string => `${port.container} ${port.address} ${port.host}`;

function fromText(item: Json): PublishedPort {
  const match = typeof item === "string" || typeof item === "number" ? form.exec(String(item)) : null;
  if (!match) throw new PortalError("document/invalid", say("config/port-item", { item: JSON.stringify(item) }));
  const [, address, host, container, protocol] = match;
  return {
    container: `${portNumber(container ?? "")}/${protocol ?? "tcp"}`,
    address: (address ?? loopback).replace(/^\[|\]$/g, ""),
    host: host === undefined ? 0 : portNumber(host),
  };
}

function fromPair(container: string, host: Json): PublishedPort {
  if (host === null) return fromText(container);
  if (typeof host === "number" || typeof host === "string")
    return fromText(withProtocol(container, (port) => `${host}:${port}`));
  if (Array.isArray(host) && host.length === 2)
    return fromText(withProtocol(container, (port) => `${host.join(":")}:${port}`));
  throw new PortalError("document/invalid", say("config/port-pair", { container }));
}

function withProtocol(container: string, write: (port: string) => string): string {
  const [port = "", protocol = "tcp"] = container.split("/");
  return `${write(port)}/${protocol}`;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new PortalError("document/invalid", say("config/port-number", { text }));
  return port;
}
