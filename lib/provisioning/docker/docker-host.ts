import { say, type Said } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";

export type DockerHost =
  | { readonly type: "socket"; readonly path: string }
  | { readonly type: "tcp"; readonly host: string; readonly port: number; readonly tls: boolean };

/** Debian, Docker Desktop on Linux and most others; `DOCKER_HOST` absent means this one. */
export const defaultSocket = "/var/run/docker.sock";

/**
 * `DOCKER_HOST`, with the spellings that clients accept: `unix:///path` (also `unix://path`, docker-py's default), `tcp://host[:port]`,
 * `http://`, `https://`, or an absolute path. Port 2376 with TLS, else 2375.
 */
export function parseDockerHost(text: string, tlsVerify: boolean): DockerHost {
  const wrong = (reason: Said) => new PortalError("document/invalid", say("engine/address-wrong", { reason }));
  if (text === "") return { type: "socket", path: defaultSocket };
  if (text.startsWith("/")) return { type: "socket", path: text };
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === "unix") {
    if (rest === "") throw wrong(say("engine/address-no-socket"));
    return { type: "socket", path: rest.startsWith("/") ? rest : `/${rest}` };
  }
  if (!["tcp", "http", "https"].includes(scheme))
    throw wrong(say("engine/address-form", { scheme: scheme || "no scheme" }));
  if (!URL.canParse(`http://${rest}`)) throw wrong(say("engine/address-none"));
  const url = new URL(`http://${rest}`);
  if (url.hostname === "" || url.username !== "" || !["", "/"].includes(url.pathname))
    throw wrong(say("engine/address-more"));
  const tls = tlsVerify || scheme === "https";
  return {
    type: "tcp",
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (tls ? 2376 : 2375) : Number(url.port),
    tls,
  };
}

/** A loopback address is this machine (or a tunnel that ends here). */
export const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || /^127\./.test(host);

export const hostText = (host: DockerHost): string =>
  host.type === "socket"
    ? `unix://${host.path}`
    : `tcp://${host.host.includes(":") ? `[${host.host}]` : host.host}:${host.port}`;
