import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connections } from "@/lib/access/server/connections";
import { actorFromRequest } from "@/lib/access/server/session";
import type { Services } from "@/lib/server/services";
import type { NumberedEvent, PortalEvent } from "../event";
import { forListener } from "../for-listener";

export const streamPath = "/api/v1/stream";

const heartbeatMilliseconds = 15_000;
/** A reader that is this far behind is cut off; it comes back with Last-Event-ID and misses nothing. */
const maxBufferedBytes = 1_000_000;

/** Equal for all who may do the same. */
const audienceOf = ({ type, data }: PortalEvent): string =>
  type === "workspace" && "may" in data ? Object.values(data.may).join() : "";

/**
 * `GET /api/v1/stream` (api.md): events of what the person may see. Served beside Next, because two thousand open streams need no page
 * framework. Returns the handler; however many listen, one text is made per event and set of rights.
 */
export function createStreamHandler(services: Services, connections: Connections) {
  let last: { readonly id: string; readonly texts: Map<string, string> } = { id: "", texts: new Map() };
  const textOf = (id: string, event: PortalEvent): string => {
    if (last.id !== id) last = { id, texts: new Map() };
    const audience = audienceOf(event);
    const known = last.texts.get(audience);
    if (known !== undefined) return known;
    const text = `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
    last.texts.set(audience, text);
    return text;
  };

  return async function serveStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = { ...request.headers };
    let actor = await actorFromRequest(services, { headers });
    if (!actor) {
      response.writeHead(401, { "content-type": "application/problem+json" });
      response.end(
        JSON.stringify({ type: "about:blank", title: "Sign in first", status: 401, code: "unauthenticated" }),
      );
      return;
    }
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    const send = (text: string) => {
      response.write(text);
      if (response.writableLength > maxBufferedBytes) response.destroy();
    };
    const deliver = ({ id, event }: NumberedEvent) => {
      const heard = actor && forListener(actor, event);
      if (heard) send(textOf(id, heard));
    };
    const lastSeen = headers["last-event-id"];
    const missed = typeof lastSeen === "string" ? services.bus.since(lastSeen) : [];
    // A comment line at once, so that proxies and browsers know that the stream is open.
    send(`retry: 1000\nid: ${services.bus.lastId()}\n: open\n\n`);
    if (missed === null) send(`event: reset\ndata: {}\n\n`);
    else missed.forEach(deliver);
    const unsubscribe = services.bus.subscribe(deliver);
    const heartbeat = setInterval(() => send(": alive\n\n"), heartbeatMilliseconds);
    connections.guard(response, {
      key: `stream ${actor.userId} ${actor.token?.id ?? ""} ${headers.cookie ?? ""}`,
      end: () => response.end(),
      stillAllowed: async () => {
        actor = await actorFromRequest(services, { headers });
        return actor !== null;
      },
    });
    response.once("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
    });
  };
}
