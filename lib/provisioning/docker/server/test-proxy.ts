import http from "node:http";
import type net from "node:net";

export type EngineProxy = {
  readonly port: number;
  /** Requests that change something, so far. */
  readonly mutations: () => number;
  readonly close: () => Promise<void>;
};

/**
 * The engine's socket as a TCP port. With `lastMutation` the line is cut after so many changing requests were carried out and before
 * their answer: what a portal leaves behind that is killed at that point.
 */
export async function openEngineProxy(
  socket: string,
  { port = 0, lastMutation = Infinity } = {},
): Promise<EngineProxy> {
  let mutations = 0;
  const sockets = new Set<net.Socket>();
  const server = http.createServer((request, response) => {
    const mutates = request.method !== "GET" && request.method !== "HEAD";
    if (mutates) mutations += 1;
    if (mutations > lastMutation) return request.socket.destroy();
    const cut = mutates && mutations === lastMutation;
    const onward = http.request(
      { socketPath: socket, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        if (cut) return answer.resume().once("end", () => request.socket.destroy());
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders(); // an event stream has begun before its first event
        answer.pipe(response);
        return undefined;
      },
    );
    onward.once("error", () => request.socket.destroy());
    response.once("close", () => onward.destroy());
    request.pipe(onward);
  });
  server.on("connection", (connection: net.Socket) => {
    sockets.add(connection);
    connection.once("close", () => sockets.delete(connection));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    mutations: () => mutations,
    close: async () => {
      sockets.forEach((connection) => connection.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
