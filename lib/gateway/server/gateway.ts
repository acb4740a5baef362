import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { createProxyServer } from "httpxy";
import { canOn } from "@/lib/access/can";
import type { Connections } from "@/lib/access/server/connections";
import { catalogues } from "@/lib/i18n/catalogues";
import { chooseLocale, type Locale } from "@/lib/i18n/locales";
import { told } from "@/lib/i18n/text";
import type { Services } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import { startWorkspace } from "@/lib/workspaces/server/operate-workspace";
import { seenIngress } from "@/lib/workspaces/server/seen-ingress";
import { routeOf, workspacePattern, type GatewayRoute } from "../address";
import { cleanSetCookie, gatewayCookie, prepareRequestHeaders, readCookie } from "../headers";
import { gatewayPolicy, renderGatewayPage } from "../page";
import { createAgents } from "./agents";
import { createIdentitySigner } from "./identity";
import { acceptCode, authorize, authorizePath, callbackPath, sendToPortal, sendToRefusal } from "./sign-on";
import { createVisits, type Visit } from "./visit";

/** The person's choice, else the browser's wish. */
const localeOf = ({ locale }: Visit, request: IncomingMessage): Locale =>
  chooseLocale(locale ?? undefined, request.headers["accept-language"] ?? null);

type WorkspaceRoute = Extract<GatewayRoute, { kind: "workspace" }>;

export type Gateway = {
  /** True when the request was for a workspace (or is refused); false when it is the portal's. */
  readonly request: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly upgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => Promise<boolean>;
  readonly close: () => void;
};

/** Reachable under any name: kubelets probe by address. */
const anyHost = /^\/(healthz|readyz|metrics)$/;

export async function createGateway(services: Services, connections: Connections): Promise<Gateway> {
  const { settings } = services;
  const visits = createVisits(services);
  const agents = createAgents(services);
  const signer = await createIdentitySigner(services.secrets.deriveKey("gateway"), settings.BERTH_URL);
  const proxy = createProxyServer({ xfwd: false, changeOrigin: false, upgradeTimeout: 30_000 });
  const secure = new URL(workspacePattern(settings).replace("{workspace}", "w")).protocol === "https:";
  /** Where a request for a workspace's root goes on when the workspace has nothing there. */
  const homeOf = new WeakMap<IncomingMessage, string>();

  proxy.on("proxyRes", (answer, request) => {
    const cookies = answer.headers["set-cookie"];
    if (cookies) answer.headers["set-cookie"] = cleanSetCookie(cookies);
    const home = answer.statusCode === 404 ? homeOf.get(request) : undefined;
    if (home === undefined) return;
    answer.statusCode = 302;
    answer.headers.location = home;
  });

  /**
   * A workspace with an Ingress knows the path under which that serves it. One that heeds it has nothing at `/`, so whoever opens it there
   * is sent on; one that does not heed it answers at `/` itself, and everything else is passed through as it was asked for.
   */
  function rememberHome(request: IncomingMessage, route: WorkspaceRoute, { workspace }: Visit): void {
    if (request.method !== "GET" || !/^\/?(\?|$)/.test(route.path)) return;
    const basePath = seenIngress(services.clusters.get(workspace.clusterId), workspace.ref.id)?.basePath;
    if (basePath && basePath !== route.base) homeOf.set(request, `${route.base}${basePath}/`);
  }

  /** The origin and base path that serve a label; the fallback only when it was asked from there. */
  function originOf(label: string, base: string | null): string | null {
    if (!/^[a-z0-9-]{1,63}$/.test(label)) return null;
    const portal = new URL(settings.BERTH_URL);
    if (base === `/w/${label}` && (portal.hostname === "localhost" || portal.hostname === "127.0.0.1")) {
      portal.hostname = portal.hostname === "localhost" ? "127.0.0.1" : "localhost";
      return `${portal.origin}${base}`;
    }
    return workspacePattern(settings).replace("{workspace}", label).replace(/\/$/, "");
  }

  function routeFor(request: IncomingMessage): GatewayRoute {
    const target = request.url ?? "/";
    const path = target.split("?", 1)[0] ?? "/";
    if (anyHost.test(path)) return { kind: "portal" };
    const route = routeOf(settings, request.headers.host ?? "", target);
    // A program with a token is no browser: neither DNS rebinding nor another page's script can send that header.
    const program = /^Bearer /.test(request.headers.authorization ?? "") && path.startsWith("/api/v1/");
    return program && route.kind !== "workspace" ? { kind: "portal" } : route;
  }

  async function prepare(request: IncomingMessage, route: WorkspaceRoute, visit: Visit): Promise<void> {
    const { actor, role, workspace } = visit;
    const claims = { email: actor.email, groups: [], role, workspace: workspace.ref.name };
    const token = await signer.sign(actor.userId, claims, services.clock.now());
    prepareRequestHeaders(
      request.headers,
      { email: actor.email, groups: [], role, token },
      {
        host: request.headers.host ?? "",
        proto: secure ? "https" : "http",
        for: request.socket.remoteAddress ?? "",
        prefix: route.strip ? route.base : "",
      },
      visit.byToken,
    );
    request.url = (route.strip ? route.path : route.base + route.path) || "/";
    if (request.url.startsWith("?")) request.url = `/${request.url}`;
  }

  const guardKey = (visit: Visit, request: IncomingMessage): string =>
    `${visit.workspace.ref.id} ${readCookie(request.headers.cookie, gatewayCookie) ?? visit.actor.token?.id ?? ""}`;

  async function serveWorkspace(
    route: WorkspaceRoute,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const wantsPage =
      (request.headers.accept ?? "").includes("text/html") && (request.method === "GET" || request.method === "POST");
    const plain = (status: number, text: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, {
        "content-type": "text/plain; charset=utf-8",
        "cache-control": "no-store",
        ...headers,
      });
      response.end(`${text}\n`);
    };
    if (request.method === "GET" && route.path.split("?", 1)[0] === callbackPath) {
      if (await acceptCode(services, visits, route, request, response, secure)) return;
      return sendToPortal(services, { ...route, path: "/" }, response, secure);
    }
    if (route.base && route.path === "") {
      response.writeHead(308, { location: `${route.base}/` });
      response.end();
      return;
    }
    const visit = await visits.check(route.label, request.headers);
    if (visit === "sign-in") {
      if (request.method === "GET" && wantsPage) return sendToPortal(services, route, response, secure);
      return plain(401, "Sign in to Berth first, or send an API token as `Authorization: Bearer`.");
    }
    // The same answer for both: what may not be seen does not exist. A person is told on a page of the portal.
    if ((visit === "not-found" || visit === "forbidden") && request.method === "GET" && wantsPage)
      return sendToRefusal(services, route.label, response);
    if (visit === "not-found") return plain(404, "There is no such workspace.");
    if (visit === "forbidden") return plain(403, "Your role does not let you open this workspace.");
    if (route.path.startsWith("/.berth/")) return ownPath(route, visit, request, response, plain);
    if (!visit.workspace.ready) return notReady(route, visit, request, response, wantsPage, plain);

    // A long answer is use as long as it lasts.
    if (!response.destroyed) response.once("close", services.use.hold(visit.workspace.ref.id, "requests"));
    const headers = { ...request.headers };
    connections.guard(response, {
      key: guardKey(visit, request),
      end: () => response.destroy(),
      stillAllowed: async () => typeof (await visits.check(route.label, headers)) === "object",
    });
    rememberHome(request, route, visit);
    await prepare(request, route, visit);
    const target = { protocol: "http:", host: "workspace", port: visit.workspace.port };
    await proxy.web(request, response, { target, agent: agents.agentFor(visit.workspace) }).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      if (wantsPage) return notReady(route, visit, request, response, true, plain);
      return plain(502, isPortalError(error) ? error.message : "The workspace closed the connection.", {
        "retry-after": "1",
      });
    });
  }

  function notReady(
    route: WorkspaceRoute,
    visit: Visit,
    request: IncomingMessage,
    response: ServerResponse,
    wantsPage: boolean,
    plain: (status: number, text: string, headers?: Record<string, string>) => void,
  ): void {
    const { workspace, actor } = visit;
    if (!wantsPage) return plain(503, `The workspace is ${workspace.phase}.`, { "retry-after": "2" });
    const nonce = randomBytes(16).toString("base64");
    const cluster = services.clusters.get(workspace.clusterId).config.name;
    const html = renderGatewayPage({
      workspace: workspace.ref.name,
      phase: workspace.ready ? "starting" : workspace.phase,
      cause: workspace.cause,
      mayStart: canOn(actor, "workspace:operate", {
        id: workspace.ref.id,
        ownerId: workspace.ownerId,
        viewersMayOpen: false,
      }),
      base: route.base,
      portalUrl: new URL(`/workspaces/${workspace.ref.name}?cluster=${cluster}`, settings.BERTH_URL).href,
      locale: localeOf(visit, request),
      nonce,
    });
    response.writeHead(503, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "retry-after": "2",
      "content-security-policy": gatewayPolicy(nonce),
      "x-content-type-options": "nosniff",
    });
    response.end(html);
  }

  /** What the gateway itself answers on a workspace's origin. */
  async function ownPath(
    route: WorkspaceRoute,
    visit: Visit,
    request: IncomingMessage,
    response: ServerResponse,
    plain: (status: number, text: string) => void,
  ): Promise<void> {
    const { workspace, actor } = visit;
    const path = route.path.split("?", 1)[0];
    if (path === "/.berth/status" && request.method === "GET") {
      response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify({ phase: workspace.phase, ready: workspace.ready }));
      return;
    }
    if (path === "/.berth/start" && request.method === "POST") {
      const origin = request.headers.origin;
      if (!origin || URL.parse(origin)?.host !== request.headers.host)
        return plain(403, "This form was not sent from this page.");
      const cluster = services.clusters.get(workspace.clusterId).config.name;
      const call = { services, actor, requestId: randomBytes(8).toString("hex"), signal: AbortSignal.timeout(30_000) };
      try {
        await startWorkspace(call, { name: workspace.ref.name, cluster });
      } catch (error) {
        if (!isPortalError(error)) throw error;
        return plain(409, told(error, catalogues[localeOf(visit, request)]));
      }
      response.writeHead(303, { location: `${route.base}/`, "cache-control": "no-store" });
      response.end();
      return;
    }
    plain(404, "There is nothing here.");
  }

  return {
    async request(request, response) {
      const path = (request.url ?? "/").split("?", 1)[0];
      const route = routeFor(request);
      if (route.kind === "portal") {
        if (path === authorizePath) {
          await authorize(services, visits, request, response, originOf);
          return true;
        }
        if (path === "/.well-known/jwks.json") {
          response.writeHead(200, { "content-type": "application/json", "cache-control": "public, max-age=300" });
          response.end(JSON.stringify(signer.jwks));
          return true;
        }
        return false;
      }
      if (route.kind === "to-portal") {
        response.writeHead(request.method === "GET" || request.method === "HEAD" ? 302 : 421, {
          location: route.location,
        });
        response.end();
        return true;
      }
      if (route.kind === "unknown-host") {
        response.writeHead(421, { "content-type": "text/plain; charset=utf-8" });
        response.end(`Berth does not serve this host. Its address is ${settings.BERTH_URL} (setting BERTH_URL).\n`);
        return true;
      }
      await serveWorkspace(route, request, response);
      return true;
    },
    async upgrade(request, socket, head) {
      const route = routeFor(request);
      if (route.kind === "portal") return false;
      const deny = (status: string) =>
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      if (route.kind !== "workspace") return (deny("421 Misdirected Request"), true);
      const origin = request.headers.origin;
      // Another site's page must not open sockets with this person's cookie.
      if (origin && URL.parse(origin)?.host !== request.headers.host) return (deny("403 Forbidden"), true);
      const visit = await visits.check(route.label, request.headers);
      if (visit === "sign-in") return (deny("401 Unauthorized"), true);
      if (visit === "not-found") return (deny("404 Not Found"), true);
      if (visit === "forbidden") return (deny("403 Forbidden"), true);
      if (!visit.workspace.ready) return (deny("503 Service Unavailable"), true);
      if (!socket.destroyed) socket.once("close", services.use.hold(visit.workspace.ref.id, "sockets"));
      const headers = { ...request.headers };
      connections.guard(socket, {
        key: guardKey(visit, request),
        end: () => socket.destroy(),
        stillAllowed: async () => typeof (await visits.check(route.label, headers)) === "object",
      });
      await prepare(request, route, visit);
      const target = { protocol: "http:", host: "workspace", port: visit.workspace.port };
      await proxy
        .ws(request, socket, { target, agent: agents.agentFor(visit.workspace) }, head)
        .catch(() => socket.destroy());
      return true;
    },
    close() {
      visits.close();
      agents.close();
    },
  };
}
