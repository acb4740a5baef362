import { safePath } from "./headers";

/**
 * Where workspaces are served (product, section 5). A workspace has an origin of its own, so that what it sends can neither read the
 * portal's pages nor set the portal's cookies.
 */

const placeholder = "{workspace}";
const separator = "--";

export type GatewaySettings = {
  readonly BERTH_URL: string;
  readonly BERTH_WORKSPACE_URL: string | null;
};

export type WorkspaceAddress = { readonly name: string; readonly cluster: string; readonly onDefaultCluster: boolean };

/** What a request's address means. `base` is the path that was cut off or must be served under; empty on an origin of its own. */
export type GatewayRoute =
  | { readonly kind: "portal" }
  | {
      readonly kind: "workspace";
      readonly label: string;
      readonly base: string;
      readonly path: string;
      readonly strip: boolean;
    }
  | { readonly kind: "to-portal"; readonly location: string }
  | { readonly kind: "unknown-host" };

const isLoopbackName = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]" || hostname.endsWith(".localhost");

/** The pattern in force: the setting, or what follows from the portal's own address. */
export function workspacePattern(settings: GatewaySettings): string {
  if (settings.BERTH_WORKSPACE_URL) return settings.BERTH_WORKSPACE_URL;
  const portal = new URL(settings.BERTH_URL);
  const port = portal.port ? `:${portal.port}` : "";
  const host = isLoopbackName(portal.hostname) ? "localhost" : portal.hostname;
  return `${portal.protocol}//${placeholder}.${host}${port}`;
}

/** Why a value of BERTH_WORKSPACE_URL cannot be used; null when it can. */
export function patternFault(pattern: string, portalUrl: string): string | null {
  if (pattern.split(placeholder).length !== 2) return `must contain ${placeholder} exactly once`;
  const url = URL.parse(pattern.replace(placeholder, "w"));
  if (!url || !/^https?:$/.test(url.protocol)) return "must be an http or https address";
  if (url.search || url.hash || url.username) return "must have no query, fragment or user";
  const inHost =
    pattern.indexOf(placeholder) < pattern.indexOf("/", pattern.indexOf("//") + 2) || !/\/\/[^/]+\//.test(pattern);
  if (inHost && !pattern.includes(`//${placeholder}.`))
    return `${placeholder} must be the first label of the host, or a part of the path`;
  if (!inHost && !pattern.includes(`/${placeholder}`)) return `${placeholder} must be a whole part of the path`;
  if (!inHost && url.origin === new URL(portalUrl).origin) return "must not be on the portal's own origin";
  return null;
}

/** The one word that stands for a workspace in an address: its name, with its cluster where the name alone would not do. */
export function workspaceLabel(workspace: WorkspaceAddress): string {
  const plain = workspace.onDefaultCluster && !workspace.name.includes(separator);
  return plain ? workspace.name : `${workspace.name}${separator}${workspace.cluster}`;
}

/** Names of clusters hold no `--`, so the last one parts them. */
export function parseLabel(label: string): { readonly name: string; readonly cluster: string | null } {
  const at = label.lastIndexOf(separator);
  return at < 0
    ? { name: label, cluster: null }
    : { name: label.slice(0, at), cluster: label.slice(at + separator.length) };
}

/** The address that people open; ends with a slash. */
export function workspaceUrl(settings: GatewaySettings, workspace: WorkspaceAddress): string {
  const url = workspacePattern(settings).replace(placeholder, workspaceLabel(workspace));
  return url.endsWith("/") ? url : `${url}/`;
}

/** The path under which the workspace is served, without a slash at its end; empty on an origin of its own. */
export function workspaceBasePath(settings: GatewaySettings, workspace: WorkspaceAddress): string {
  return new URL(workspaceUrl(settings, workspace)).pathname.replace(/\/$/, "");
}

/** The other name of this machine: where `*.localhost` does not resolve, `/w/<workspace>/` is served there. */
function fallbackHostname(portal: URL): string | null {
  if (portal.hostname === "localhost") return "127.0.0.1";
  if (portal.hostname === "127.0.0.1") return "localhost";
  return null;
}

/** `host` is the Host header, `target` the request target (path and query). */
export function routeOf(settings: GatewaySettings, host: string, target: string): GatewayRoute {
  const portal = new URL(settings.BERTH_URL);
  const asked = URL.parse(`${portal.protocol}//${host.toLowerCase()}`);
  if (!asked) return { kind: "unknown-host" };
  const pattern = new URL(workspacePattern(settings).replace(placeholder, "berth-label"));
  if (pattern.hostname.startsWith("berth-label.")) {
    const suffix = pattern.hostname.slice("berth-label".length);
    const label = asked.hostname.endsWith(suffix) ? asked.hostname.slice(0, -suffix.length) : "";
    if (label !== "" && !label.includes(".")) return { kind: "workspace", label, base: "", path: target, strip: false };
  } else if (asked.host === pattern.host) {
    const prefix = pattern.pathname.slice(0, pattern.pathname.indexOf("berth-label"));
    const found = underPath(prefix, target);
    if (found) return { kind: "workspace", ...found, strip: false };
    return { kind: "unknown-host" };
  }
  if (asked.host === portal.host) return { kind: "portal" };
  if (asked.hostname === fallbackHostname(portal) && isLoopbackName(asked.hostname)) {
    const found = underPath("/w/", target);
    if (found) return { kind: "workspace", ...found, strip: true };
    // The portal must not be used on the origin that serves workspaces: their scripts could act as the person.
    return { kind: "to-portal", location: portal.origin + safePath(target) };
  }
  return { kind: "unknown-host" };
}

function underPath(prefix: string, target: string): { label: string; base: string; path: string } | null {
  if (!target.startsWith(prefix)) return null;
  const rest = target.slice(prefix.length);
  const end = rest.search(/[/?]/);
  const label = end < 0 ? rest : rest.slice(0, end);
  if (!/^[a-z0-9-]+$/.test(label)) return null;
  return { label, base: `${prefix}${label}`, path: end < 0 ? "" : rest.slice(end) };
}
