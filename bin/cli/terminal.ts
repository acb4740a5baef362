import { WebSocket } from "ws";
import { CliError, exitCodes } from "./client";

/** Joins this terminal and a shell in the workspace. Resolves with the exit code for the CLI. */
export function attachTerminal(
  login: { readonly url: string; readonly token: string },
  name: string,
  cluster?: string,
): Promise<number> {
  const url = new URL(`/api/v1/workspaces/${encodeURIComponent(name)}/terminal`, login.url.replace(/^http/, "ws"));
  if (cluster) url.searchParams.set("cluster", cluster);
  const { stdin, stdout } = process;
  url.searchParams.set("cols", String(stdout.columns ?? 80));
  url.searchParams.set("rows", String(stdout.rows ?? 24));
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${login.token}` } });
  const resize = () => socket.send(JSON.stringify({ resize: { cols: stdout.columns, rows: stdout.rows } }));
  return new Promise((resolve, reject) => {
    socket.on("open", () => {
      if (stdin.isTTY) stdin.setRawMode(true);
      stdin.on("data", (chunk: Buffer) => socket.send(chunk, { binary: true }));
      stdin.on("end", () => socket.send(Buffer.from([4]), { binary: true }));
      if (stdout.isTTY) stdout.on("resize", resize);
    });
    socket.on("message", (data: Buffer) => stdout.write(data));
    socket.on("unexpected-response", (_request, response) => {
      const code = response.statusCode === 404 ? exitCodes.notFound : exitCodes.refused;
      reject(new CliError(`the portal refuses the terminal (${response.statusCode ?? "no status"})`, code));
    });
    socket.on("error", (error) => reject(new CliError(`the terminal cannot be opened: ${error.message}`)));
    socket.on("close", (code, reason) => {
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
      const ended = /exit code (\d+)/.exec(reason.toString());
      if (code !== 1000) console.error(`\n${reason.toString() || "the connection was lost"}`);
      resolve(code === 1000 ? Number(ended?.[1] ?? 0) : exitCodes.failed);
    });
  });
}
