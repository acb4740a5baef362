import { randomUUID } from "node:crypto";
import http from "node:http";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import next from "next";
import type * as nextConfig from "next/dist/server/config";
import { createDispatcher } from "@/lib/api/server/dispatch";
import { createConnections } from "@/lib/access/server/connections";
import { createClusterRegistry } from "@/lib/clusters/server/registry";
import { isDevelopment, readSettings, tellLibraries, withBuiltNextConfig } from "@/lib/config/server/env";
import type { Settings } from "@/lib/config/settings";
import { maintain } from "@/lib/database/server/maintain";
import { openDatabase } from "@/lib/database/server/open";
import { createEventBus } from "@/lib/events/server/bus";
import { createStreamHandler, streamPath } from "@/lib/events/server/stream";
import { createFleetLoop, fleetLoopDefaults } from "@/lib/fleet/server/loop";
import { createGateway } from "@/lib/gateway/server/gateway";
import { createUseRecorder } from "@/lib/idle/server/recorder";
import { createLifecycleLoop } from "@/lib/lifecycle/server/loop";
import { serveProbe } from "@/lib/health/server/probes";
import { createMetrics } from "@/lib/metrics/server/metrics";
import { createPolicyBook } from "@/lib/policy/server/policy-book";
import { createTemplateBook } from "@/lib/templates/server/template-book";
import { describeFault, openPolicyFile, type PolicyFile } from "@/lib/policy/server/policy-file";
import { preparePeople } from "@/lib/people/server/prepare";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { kubernetesProvider } from "@/lib/provisioning/kubernetes/provider";
import { localProvider } from "@/lib/provisioning/local/provider";
import { createReconcileLoop, loopDefaults, type ReconcileLoop } from "@/lib/reconcile/server/loop";
import { openSealer } from "@/lib/secrets/server/portal-secret";
import { createLogger, type Logger } from "@/lib/server/logger";
import { publishServices, type Services } from "@/lib/server/services";
import { createTerminalHandler } from "@/lib/terminal/server/terminal";
import { refreshAllSettings } from "@/lib/workspaces/server/refresh-settings";
import { loadRestRoutes } from "./rest";

/** What a person who starts the portal reads; everything else goes to the log. */
const tell = (text: string) => process.stdout.write(`${text}\n`);

function settingsOrExit(): Settings {
  const reading = readSettings();
  for (const warning of reading.warnings) process.stderr.write(`Warning: ${warning}\n`);
  if (reading.ok) return reading.settings;
  process.stderr.write("Berth does not start, because of these settings:\n");
  for (const fault of reading.faults) {
    process.stderr.write(
      `  ${fault.name}${fault.value === null ? "" : ` = ${fault.value}`}: allowed is ${fault.allowed}\n`,
    );
  }
  process.exit(1);
}

async function policyFileOrExit(settings: Settings, log: Logger): Promise<PolicyFile> {
  const { WORKSPACE_DEFAULT_CONFIG_PATH: path } = settings;
  const opened = await openPolicyFile(path, { log, now: () => new Date() });
  if (opened.ok) return opened.file;
  process.stderr.write(
    `Berth does not start, because of the workspace policy (WORKSPACE_DEFAULT_CONFIG_PATH = ${path}):\n`,
  );
  for (const fault of opened.faults) process.stderr.write(`  ${describeFault(fault)}\n`);
  process.exit(1);
}

/**
 * Fills the cache from which Next takes its configuration while it prepares. Otherwise it compiles next.config.ts at every start, and tells of
 * it on standard output.
 */
async function readNextConfig(): Promise<void> {
  const { default: load } = createRequire(import.meta.url)("next/dist/server/config.js") as typeof nextConfig;
  await load("phase-production-server", process.cwd());
}

async function preparePages(settings: Settings, server: http.Server, root: string) {
  const dev = isDevelopment();
  const app = next({ dev, hostname: settings.HOST, port: settings.PORT, httpServer: server });
  if (!dev) await withBuiltNextConfig(root, readNextConfig);
  await app.prepare();
  return { request: app.getRequestHandler(), upgrade: app.getUpgradeHandler() };
}

async function start(): Promise<void> {
  const settings = settingsOrExit();
  const log = createLogger(settings.BERTH_LOG_LEVEL);
  const clock = { now: () => new Date() };
  const root = process.cwd();
  const policyFile = await policyFileOrExit(settings, log);
  const secrets = await openSealer(settings);
  tellLibraries(settings, secrets.deriveKey("session"));
  const server = http.createServer();
  // The database is compiled by other threads while this one loads Next.
  const [database, pages] = await Promise.all([
    openDatabase(settings, log, root),
    preparePages(settings, server, root),
  ]);
  const stopUpkeep = maintain(database, log, clock);
  const instance = randomUUID();
  const bus = createEventBus(instance);
  const metrics = createMetrics({ process: true });
  const providers = { kubernetes: kubernetesProvider, docker: dockerProvider, local: localProvider };
  const clusters = createClusterRegistry({
    db: database.db,
    settings,
    secrets,
    log,
    now: clock.now,
    random: Math.random,
    providers,
  });
  const late: { loop?: ReconcileLoop } = {};
  const services: Services = {
    instance,
    settings,
    db: database.db,
    log,
    clock,
    secrets,
    clusters,
    bus,
    metrics,
    policies: createPolicyBook(database.db, policyFile),
    use: createUseRecorder({ db: database.db, clock, log }),
    templates: createTemplateBook(database.db),
    wake: (workspaceId) => late.loop?.wake(workspaceId),
  };
  publishServices(services);
  const loop = createReconcileLoop(services, {
    ...loopDefaults,
    random: Math.random,
    // The embedded database has one opener.
    alone: database.embedded !== null,
  });
  late.loop = loop;
  const fleets = createFleetLoop(services, { ...fleetLoopDefaults, alone: database.embedded !== null });
  const lifecycle = createLifecycleLoop(services);
  policyFile.subscribe(() => refreshAllSettings(services));
  const { setupPath } = await preparePeople(services);

  // A slow client must not hold a socket for ever; bodies and streams may take their time.
  server.headersTimeout = 30_000;
  server.requestTimeout = 0;
  const connections = createConnections((error) => log.error({ err: error }, "the sweep of open connections failed"));
  const gateway = await createGateway(services, connections);
  const stream = createStreamHandler(services, connections);
  const terminal = createTerminalHandler(services, connections);
  const rest = createDispatcher(await loadRestRoutes(), settings.BERTH_URL);

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    if (await gateway.request(request, response)) return;
    if (await serveProbe(services, request, response)) return;
    if (request.method === "GET" && (request.url ?? "").split("?", 1)[0] === streamPath)
      return stream(request, response);
    if (await rest(request, response)) return;
    return pages.request(request, response);
  }
  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url?.split("?", 1)[0] }, "a request failed");
      if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain" });
      response.end("The portal could not answer this request.\n");
    });
  });
  server.on("upgrade", (request, socket, head) => {
    // Without a listener, a connection that the other side resets would end the process.
    socket.on("error", () => socket.destroy());
    const upgrade = async () => {
      if (await gateway.upgrade(request, socket as Socket, head)) return;
      if (await terminal(request, socket as Socket, head)) return;
      if (isDevelopment() && (request.url ?? "").startsWith("/_next/")) return pages.upgrade(request, socket, head);
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    };
    upgrade().catch((error: unknown) => {
      log.error({ err: error }, "an upgrade failed");
      socket.destroy();
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.PORT, settings.HOST, resolve);
  });
  await clusters.start();
  await loop.start();
  await fleets.start();
  lifecycle.start();
  const link = setupPath ? `   Make the owner's account (once): ${new URL(setupPath, settings.BERTH_URL).href}` : "";
  tell(`Berth is ready: ${settings.BERTH_URL}${link}`);

  let stopping = false;
  async function stop(): Promise<void> {
    // A second signal does not wait.
    if (stopping) process.exit(1);
    stopping = true;
    policyFile.close();
    server.close();
    gateway.close();
    connections.endAll();
    await lifecycle.close();
    await fleets.close();
    await loop.close();
    await clusters.close();
    server.closeAllConnections();
    await services.use.close();
    await stopUpkeep();
    await database.close();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        log.error({ err: error }, "the portal did not end cleanly");
        process.exit(1);
      });
    });
  }
}

start().catch((error: unknown) => {
  process.stderr.write(`Berth does not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
