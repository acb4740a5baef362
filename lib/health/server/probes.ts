import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Services } from "@/lib/server/services";

const isLoopback = (address: string | undefined): boolean => /^(::1|(::ffff:)?127\.)/.test(address ?? "");

function mayReadMetrics(services: Services, request: IncomingMessage): boolean {
  const token = services.settings.BERTH_METRICS_TOKEN;
  // Behind a proxy on this machine everybody comes from loopback, so a forwarded request needs the token.
  if (!token) return isLoopback(request.socket.remoteAddress) && request.headers["x-forwarded-for"] === undefined;
  const given = Buffer.from((request.headers.authorization ?? "").replace(/^Bearer /, ""));
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** `/healthz` (the process), `/readyz` (database and migrations), `/metrics` (Prometheus; token or loopback). False for anything else. */
export async function serveProbe(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const answer = (status: number, text: string, type = "text/plain; charset=utf-8"): true => {
    response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
    response.end(text);
    return true;
  };
  switch ((request.url ?? "").split("?", 1)[0]) {
    case "/healthz":
      return answer(200, "ok\n");
    case "/readyz":
      // The portal listens only after the migrations, so an answering database is all that is left to ask.
      return services.db.$queryRaw`SELECT 1`.then(
        () => answer(200, "ok\n"),
        (error: unknown) => {
          services.log.warn({ err: error }, "the database does not answer");
          return answer(503, "the database does not answer\n");
        },
      );
    case "/metrics":
      if (!mayReadMetrics(services, request))
        return answer(403, "metrics need BERTH_METRICS_TOKEN as a bearer token, or a request from this machine\n");
      return answer(200, await services.metrics.registry.metrics(), services.metrics.registry.contentType);
    default:
      return false;
  }
}
