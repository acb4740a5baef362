import { Duplex } from "node:stream";
import type { ExecOptions, ExecSession } from "../../provider";
import { demux } from "./demux";
import type { Engine } from "./engine";

/** A command in a container. The engine has no call to end it: closing the stream ends what reads from it. */
export async function openExec(
  engine: Engine,
  name: string,
  options: ExecOptions,
  signal: AbortSignal,
): Promise<ExecSession> {
  const container = engine.docker.getContainer(name);
  const { tty, command } = options;
  const exec = await engine.call(
    "engine/could-not-prepare-command",
    (abortSignal) =>
      container.exec({
        Cmd: [...command],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: tty,
        ...(tty ? { Env: ["TERM=xterm-256color"] } : {}),
        abortSignal,
      }),
    signal,
  );
  const raw = await engine.call(
    "engine/could-not-run-command",
    () => exec.start({ hijack: true, stdin: true, Tty: tty }),
    signal,
  );
  const resize = async (cols: number, rows: number): Promise<void> => {
    await engine.call(
      "engine/could-not-resize-terminal",
      () => exec.resize({ w: cols, h: rows }),
      new AbortController().signal,
    );
  };
  // A command that has ended already has no terminal to size.
  if (tty) await resize(options.cols, options.rows).catch(() => undefined);
  const close = () => raw.destroy();
  signal.addEventListener("abort", close, { once: true });
  const done = new Promise<number | null>((resolve) => {
    raw.once("close", () => {
      signal.removeEventListener("abort", close);
      const asked = engine.raw(() => exec.inspect(), new AbortController().signal);
      asked.then(
        ({ ExitCode }) => resolve(ExitCode),
        () => resolve(null),
      );
    });
  });
  return { stream: tty ? raw : withoutFrames(raw), resize, done, close };
}

function withoutFrames(raw: Duplex): Duplex {
  const output = demux();
  raw.pipe(output);
  raw.once("error", (error) => output.destroy(error));
  return Duplex.from({ readable: output, writable: raw });
}
