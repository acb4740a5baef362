import { Duplex, Readable } from "node:stream";
import { PortalError } from "@/lib/shared/errors";
import type { ClusterRuntime, ExecSession, LogOptions } from "../../provider";
import { fakeEnvironment, type FakeCluster } from "../cluster";

/** A connection to the fake cluster: the calls of a real one, on the state in memory. */
export function fakeRuntime(cluster: FakeCluster): ClusterRuntime {
  const { enter, entryOf } = cluster;
  const runningEntry = (id: string, name: string) => {
    const entry = entryOf(id);
    if (entry.pod === null) throw new PortalError("conflict", `The workspace ${name} is not running. Start it first.`);
    return entry;
  };
  return {
    observe: (ref, signal) => enter("observe", ref.id, ref.name, signal, () => cluster.observationOf(ref.id)),
    recall: cluster.recall,
    apply: (step, ref, signal) => {
      const { kind } = step.action === "delete" ? step.before : step.after;
      return enter("apply", ref.id, `${step.action} ${kind}`, signal, () => cluster.apply(step, ref.id));
    },
    dryRun: (step, ref, signal) => enter("dryRun", ref.id, step.action, signal, () => ({ changes: [], warnings: [] })),
    watch: (listener, signal) =>
      enter("watch", null, "", signal, () => {
        const end = cluster.subscribe(listener);
        signal.addEventListener("abort", end, { once: true });
      }),
    logs: (ref, options, signal) =>
      enter("logs", ref.id, "", signal, () => {
        const entry = entryOf(ref.id);
        return logStream(options.previous ? entry.previousLog : entry.log, options, signal);
      }),
    exec: (ref, options, signal) =>
      enter("exec", ref.id, options.command.join(" "), signal, () => {
        const { files } = runningEntry(ref.id, ref.name);
        const result = runCommand(options.command.at(-1) ?? "", files);
        if (result.files) cluster.change(ref.id, { files: result.files });
        return finished(result.output, result.code);
      }),
    dial: (ref, port, signal) =>
      enter("dial", ref.id, String(port), signal, () =>
        environmentServer(fakeEnvironment(runningEntry(ref.id, ref.name))),
      ),
    sample: (ref, signal) =>
      enter("sample", ref.id, "", signal, () =>
        entryOf(ref.id).pod === null ? null : { cpu: 0.01, memory: 16 * 1024 * 1024, memoryLimit: null },
      ),
    facts: (signal) => enter("facts", null, "", signal, () => ({})),
    capacity: (signal) =>
      enter("capacity", null, "", signal, () => ({
        cpu: 4,
        memory: 8 * 1024 ** 3,
        nodes: 1,
        version: "fake",
        details: null,
      })),
    health: (signal) =>
      enter("health", null, "", signal, () => [
        { code: "fake/reachable", status: "ok" as const, summary: "The fake cluster answers", next_step: "" },
      ]),
    close: async () => undefined,
  };
}

function logStream(lines: readonly string[], options: LogOptions, signal: AbortSignal): Readable {
  const wanted = options.tail === undefined ? lines : lines.slice(-options.tail);
  const stream = new Readable({ read: () => undefined });
  for (const line of wanted) stream.push(`${line}\n`);
  if (!options.follow) stream.push(null);
  else signal.addEventListener("abort", () => stream.push(null), { once: true });
  return stream;
}

/** As much of a shell as the contract suite speaks: `echo X > file`, `cat file`, `echo X`, `exit N`. */
function runCommand(text: string, files: ReadonlyMap<string, string>) {
  const written = /^echo (\S+) > (\S+)$/.exec(text);
  if (written?.[1] !== undefined && written[2] !== undefined) {
    return { output: "", code: 0, files: new Map(files).set(written[2], `${written[1]}\n`) };
  }
  const name = /^cat (\S+)$/.exec(text)?.[1];
  if (name !== undefined) return { output: files.get(name) ?? "", code: files.has(name) ? 0 : 1 };
  const output = /echo (\w+)/.exec(text)?.[1];
  return { output: output === undefined ? "" : `${output}\n`, code: Number(/exit (\d+)/.exec(text)?.[1] ?? 0) };
}

function finished(output: string, code: number): ExecSession {
  const stream = new Duplex({
    read() {
      this.push(output);
      this.push(null);
    },
    write: (_chunk, _encoding, done) => done(),
  });
  return { stream, done: Promise.resolve(code), resize: async () => undefined, close: () => void stream.destroy() };
}

/** Answers every HTTP request with the environment, one `NAME=value` per line. */
function environmentServer(environment: Readonly<Record<string, string>>): Duplex {
  const body = Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
  let request = "";
  return new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      request += chunk.toString("latin1");
      if (request.includes("\r\n\r\n")) {
        request = "";
        this.push(
          `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
        );
        this.push(null);
      }
      done();
    },
  });
}
