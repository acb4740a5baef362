import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { canOn, type Actor } from "@/lib/access/can";
import type { Connections } from "@/lib/access/server/connections";
import { actorFromRequest } from "@/lib/access/server/session";
import type { ExecSession } from "@/lib/provisioning/provider";
import type { Services } from "@/lib/server/services";
import { isPortalError, toPublicError } from "@/lib/shared/errors";
import { findFor } from "@/lib/workspaces/server/authorise";
import { openTerminal } from "@/lib/workspaces/server/terminal";

const pathPattern = /^\/api\/v1\/workspaces\/([^/]+)\/terminal$/;
/** Above this many unsent bytes the program inside is paused: a browser that is slower than `yes` must not fill the portal's memory. */
const pauseBytes = 1_000_000;
const resumeBytes = 250_000;

function readResize(data: RawData): { cols: number; rows: number } | null {
  try {
    const message: unknown = JSON.parse(data.toString());
    const size = (message as { resize?: { cols?: unknown; rows?: unknown } } | null)?.resize;
    const valid = (value: unknown): value is number =>
      Number.isInteger(value) && Number(value) > 0 && Number(value) <= 1_000;
    return size && valid(size.cols) && valid(size.rows) ? { cols: size.cols, rows: size.rows } : null;
  } catch {
    return null;
  }
}

/** Joins a WebSocket and a session in the workspace: binary frames are bytes, text frames `{ "resize": { cols, rows } }` (api.md). */
function join(socket: WebSocket, session: ExecSession, onError: (error: unknown) => void): void {
  const { stream } = session;
  let paused: NodeJS.Timeout | undefined;
  stream.on("data", (chunk: Buffer) => {
    socket.send(chunk);
    if (socket.bufferedAmount <= pauseBytes || paused) return;
    stream.pause();
    paused = setInterval(() => {
      if (socket.bufferedAmount > resumeBytes) return;
      clearInterval(paused);
      paused = undefined;
      stream.resume();
    }, 20);
  });
  stream.on("error", () => socket.close(1011, "the workspace closed the terminal"));
  session.done
    .then((code) => socket.close(1000, code === null ? "ended" : `ended with exit code ${code}`))
    .catch(() => socket.close(1011, "the workspace closed the terminal"));
  socket.on("message", (data, binary) => {
    if (binary) {
      stream.write(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer));
      return;
    }
    const size = readResize(data);
    if (size) session.resize(size.cols, size.rows).catch(onError);
    else socket.close(1003, "a text frame must be a resize");
  });
  socket.on("close", () => {
    clearInterval(paused);
    session.close();
  });
}

/** `GET /api/v1/workspaces/{name}/terminal` as a WebSocket. False when the request is for something else. */
export function createTerminalHandler(services: Services, connections: Connections) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  const portalHost = new URL(services.settings.BERTH_URL).host;

  return async function upgradeTerminal(request: IncomingMessage, socket: Socket, head: Buffer): Promise<boolean> {
    const url = new URL(request.url ?? "/", "http://portal");
    const name = pathPattern.exec(url.pathname)?.[1];
    if (name === undefined) return false;
    const deny = (status: number, text: string): true => {
      const body = `${text}\n`;
      socket.end(
        `HTTP/1.1 ${status} ${text.split(".", 1)[0]}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
      return true;
    };
    const headers = { ...request.headers };
    const actor = await actorFromRequest(services, { headers });
    if (!actor) return deny(401, "Sign in first");
    // With a cookie the page that opens the socket must be the portal's own.
    const origin = request.headers.origin;
    if (actor.via === "session" && (!origin || URL.parse(origin)?.host !== portalHost))
      return deny(403, "Not from this page");
    const ending = new AbortController();
    const call = { services, actor, requestId: randomBytes(8).toString("hex"), signal: ending.signal };
    const cluster = url.searchParams.get("cluster");
    const ref = { name: decodeURIComponent(name), ...(cluster ? { cluster } : {}) };
    const size = { cols: Number(url.searchParams.get("cols")) || 80, rows: Number(url.searchParams.get("rows")) || 24 };
    let session: ExecSession;
    let target: { id: string; ownerId: string; viewersMayOpen: boolean };
    try {
      const { workspace } = await findFor(call, ref, "workspace:terminal");
      target = { id: workspace.id, ownerId: workspace.ownerId, viewersMayOpen: false };
      session = await openTerminal(call, ref, size);
    } catch (error) {
      if (!isPortalError(error))
        services.log.error({ err: error, requestId: call.requestId }, "a terminal could not be opened");
      const shown = toPublicError(error);
      return deny(shown.status, shown.message.replace(/[\r\n]/g, " "));
    }
    if (socket.destroyed) {
      session.close();
      return true;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      const release = services.use.hold(target.id, "terminals");
      accepted.on("close", () => {
        release();
        ending.abort();
      });
      connections.guard(socket, {
        key: `terminal ${actor.userId} ${actor.token?.id ?? ""} ${target.id} ${headers.cookie ?? ""}`,
        end: () => accepted.close(1008, "the right to this terminal ended"),
        stillAllowed: async () => {
          const now: Actor | null = await actorFromRequest(services, { headers });
          return now !== null && canOn(now, "workspace:terminal", target);
        },
      });
      join(accepted, session, (error) => services.log.debug({ err: error }, "the terminal was not resized"));
    });
    return true;
  };
}
