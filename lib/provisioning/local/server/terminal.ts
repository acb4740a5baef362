import { spawn, type ChildProcess } from "node:child_process";
import { Duplex, type Writable } from "node:stream";
import { recogniseIn, say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";
import type { ExecOptions, ExecSession } from "../../provider";
import { findProgram, nodeEnvironment } from "./launch";
import { signalProcess } from "./process-table";

/**
 * Gives a command a terminal of its own with Python's standard library, because Node has none without a compiled module. Arguments: columns,
 * rows, command. Descriptor 3 takes `columns rows` lines. When the portal goes away its input ends and the command is hung up on.
 */
const pythonTerminal = `
import fcntl, os, pty, select, struct, sys, termios
def resize(fd, cols, rows):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    os.close(3)
    resize(0, int(sys.argv[1]), int(sys.argv[2]))
    try:
        os.execvp(sys.argv[3], sys.argv[3:])
    except OSError as error:
        os.write(2, (sys.argv[3] + ": " + error.strerror + "\\r\\n").encode())
        os._exit(127)
def write(to, data):
    while data:
        data = data[os.write(to, data):]
sources = [0, 3, fd]
pending = b""
while True:
    ready = select.select(sources, [], [])[0]
    if fd in ready:
        try:
            data = os.read(fd, 65536)
        except OSError:
            data = b""
        if not data:
            break
        write(1, data)
    if 3 in ready:
        data = os.read(3, 4096)
        if not data:
            sources.remove(3)
        lines = (pending + data).split(b"\\n")
        pending = lines.pop()
        for line in lines:
            cols, rows = line.split()
            resize(fd, int(cols), int(rows))
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            os.close(fd)
            break
        write(fd, data)
status = os.waitpid(pid, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
`;

/** How this machine can give a terminal: fully, without a change of its size, or not at all (plain pipes). */
export type TerminalKind = { readonly kind: "python" | "script"; readonly file: string } | { readonly kind: "pipes" };

export async function findTerminal(searchPath: string): Promise<TerminalKind> {
  const python = await findProgram("python3", searchPath, "/");
  if ("file" in python) return { kind: "python", file: python.file };
  // Only the BSD one takes the command as arguments; the Linux one would need a text for the shell.
  const script = process.platform === "darwin" ? await findProgram("script", searchPath, "/") : null;
  return script && "file" in script ? { kind: "script", file: script.file } : { kind: "pipes" };
}

export async function openTerminal(
  terminal: TerminalKind,
  options: ExecOptions,
  place: { readonly environment: Readonly<Record<string, string>>; readonly folder: string },
): Promise<ExecSession> {
  const [word = "", ...words] = options.command;
  const found = await findProgram(word, place.environment.PATH ?? "", place.folder);
  if ("reason" in found)
    throw new PortalError(
      "cluster/rejected",
      say("local/no-command", { command: word, reason: recogniseIn(found.reason, "reason") }),
    );
  const command = [found.file, ...words];
  const argv = options.tty ? withTerminal(terminal, command, options) : command;
  const env = options.tty ? { TERM: "xterm-256color", ...place.environment } : place.environment;
  const child = spawn(argv[0] ?? "", argv.slice(1), {
    cwd: place.folder,
    env: nodeEnvironment(env),
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  const control = child.stdio[3];
  return session(child, options.tty && terminal.kind === "python" ? control : null);
}

function withTerminal(terminal: TerminalKind, command: readonly string[], options: ExecOptions): readonly string[] {
  if (terminal.kind === "python") {
    return [terminal.file, "-I", "-S", "-c", pythonTerminal, String(options.cols), String(options.rows), ...command];
  }
  return terminal.kind === "script" ? [terminal.file, "-q", "/dev/null", ...command] : command;
}

function session(child: ChildProcess, control: unknown): ExecSession {
  const { stdin, stdout, stderr, pid } = child;
  if (!stdin || !stdout || !stderr) throw new PortalError("internal", "The terminal has no streams");
  const outputs = [stdout, stderr];
  const done = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code));
  });
  const hangUp = () => {
    stdin.end();
    if (pid !== undefined && child.exitCode === null && child.signalCode === null) signalProcess(-pid, "SIGHUP");
  };
  const stream = new Duplex({
    read: () => outputs.forEach((output) => output.resume()),
    write: (chunk: Buffer, _encoding, next) => void (stdin.writable ? stdin.write(chunk, () => next()) : next()),
    final: (next) => {
      stdin.end();
      next();
    },
    destroy: (error, next) => {
      hangUp();
      next(error);
    },
  });
  for (const output of outputs) {
    output.on("data", (chunk: Buffer) => {
      if (!stream.push(chunk)) outputs.forEach((each) => each.pause());
    });
  }
  // A command that has ended takes no more input; that is no failure of the session.
  stdin.on("error", () => undefined);
  void done.then(() => stream.push(null));
  return {
    stream,
    done,
    close: () => void stream.destroy(),
    resize: async (cols, rows) => {
      if (isWritable(control) && control.writable) control.write(`${Math.trunc(cols)} ${Math.trunc(rows)}\n`);
    },
  };
}

const isWritable = (value: unknown): value is Writable =>
  typeof value === "object" && value !== null && "write" in value && "writable" in value;
