import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text as readText } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { calm, createSubject, until, type Subject } from "../../contract/server/subject";
import { processState } from "../process-state";
import { localProvider } from "../provider";
import { pidsWithVariable } from "./process-table";

const id = "local0000000";
const running = { running: true, environment: {} };
const server = (extra = "") => [
  "{node}",
  "-e",
  `${extra};require("node:http").createServer((q, r) => r.end("ok")).listen(process.env.PORT)`,
];

let folder: string;
let open: (Subject & { readonly end: () => Promise<void> })[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "berth-local-"));
});

afterEach(async () => {
  await open.at(-1)?.remove("delete");
  for (const subject of open) await subject.end();
  open = [];
  await rm(folder, { recursive: true, force: true });
});

/** A portal's view of one workspace that runs `command`. */
async function portal(command: readonly string[] | string, more: { container?: JsonObject; port?: number } = {}) {
  const subject = await createSubject(
    {
      provider: localProvider,
      config: { id: "c", name: "local", type: "local", options: { data_dir: folder }, credentials: {} },
      namespace: null,
      document: { container_config: { command, ...more.container }, ...(more.port ? { port: more.port } : {}) },
      environmentPath: "/",
      port: more.port ?? 6789,
      file: "file",
      cleanUp: async () => undefined,
    },
    "local",
    id,
  );
  open = [...open, subject];
  return subject;
}

const stateOf = async (subject: Subject) => {
  const state = processState((await subject.observe()).related[0]?.body);
  if (!state) throw new Error("the workspace has no process");
  return state;
};

const failure = (subject: Subject) =>
  until("a cause is known", async () => subject.phase(await subject.observe(), "running").cause ?? undefined);

const recordFile = () => path.join(folder, "processes", id, "record.json");

it("names the command that is not there, without starting anything", async () => {
  const subject = await portal(["no-such-program"]);
  await subject.bringAbout(running);
  expect(await failure(subject)).toMatchObject({ code: "command-not-found", params: { command: "no-such-program" } });
  expect(await pidsWithVariable("BERTH_WORKSPACE_ID", id)).toEqual([]);
});

it("tells a crash loop with the exit code and the last lines of the output", async () => {
  const subject = await portal("echo broken configuration; exit 7");
  await subject.bringAbout(running);
  const cause = await failure(subject);
  expect(cause).toMatchObject({ code: "crash-loop", params: { exit_code: "7" } });
  expect(cause.evidence).toContain("broken configuration");
  expect((await stateOf(subject)).restarts).toBeGreaterThanOrEqual(3);
});

it("starts a server again that ended by itself, and keeps the earlier output", async () => {
  const subject = await portal(server(`console.log("here I am", process.pid)`));
  await subject.bringAbout(running);
  await subject.reach("running");
  const before = await stateOf(subject);
  process.kill(-(before.pid ?? 0), "SIGKILL");
  await until("it runs anew", async () => ((await stateOf(subject)).restarts === 1 ? true : undefined));
  await subject.reach("running");
  const after = await stateOf(subject);
  expect(after.pid).not.toBe(before.pid);
  expect(after.port).toBe(before.port);
  const previous = await readText(await subject.runtime.logs(subject.ref, { previous: true }, calm()));
  const current = await readText(await subject.runtime.logs(subject.ref, { tail: 5 }, calm()));
  expect([previous, current].map((text) => text.startsWith("here I am"))).toEqual([true, true]);
  expect(previous).not.toBe(current);
});

it("says that a fixed port is taken, and starts when it is free", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const subject = await portal(server(), { port });
  await subject.bringAbout(running);
  expect(await failure(subject)).toMatchObject({ code: "port-in-use", params: { port: String(port) } });
  await new Promise((resolve) => other.close(resolve));
  await subject.reach("running");
  expect((await stateOf(subject)).port).toBe(port);
});

it("tells that the memory limit was exceeded, where limits are enforced", async (context) => {
  const subject = await portal(["{node}", "-e", "const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))"], {
    container: { resources: { limits: { memory: "96Mi" } } },
  });
  if (JSON.stringify(await subject.runtime.facts(calm())).includes('"memory":false')) {
    return context.skip("this machine offers no control groups");
  }
  await subject.bringAbout(running);
  expect(await failure(subject)).toMatchObject({ code: "out-of-memory", params: { limit: "96Mi" } });
});

it("leaves no child behind when it stops, and kills what does not listen after the grace time", async () => {
  const subject = await portal("trap '' TERM; sleep 1000 & busybox httpd -f -p $PORT; sleep 1000", {
    container: { terminationGracePeriodSeconds: 0.2 },
  });
  await subject.bringAbout(running);
  await subject.reach("running");
  expect((await pidsWithVariable("BERTH_WORKSPACE_ID", id)).length).toBeGreaterThan(2);
  await subject.bringAbout({ ...running, running: false });
  await subject.reach("stopped");
  expect(await pidsWithVariable("BERTH_WORKSPACE_ID", id)).toEqual([]);
});

it("does not run with the portal's environment", async () => {
  const subject = await portal(["{node}", "-e", `console.log(Object.keys(process.env).sort().join());${server()[2]}`]);
  await subject.bringAbout(running);
  await subject.reach("running");
  const log = await readText(await subject.runtime.logs(subject.ref, {}, calm()));
  expect(log.trim()).toBe("BERTH_START,BERTH_WORKSPACE_ID,HOME,LANG,PATH,PORT,PWD");
});

it("refuses to dial any other port of this machine", async () => {
  const subject = await portal(server());
  await subject.bringAbout(running);
  await subject.reach("running");
  await expect(subject.runtime.dial(subject.ref, 22, calm())).rejects.toThrow("does not serve port 22");
});

it("follows the log into the next start", async () => {
  const subject = await portal(server(`console.log("start", process.env.NUMBER)`));
  await subject.bringAbout({ running: true, environment: { NUMBER: "one" } });
  await subject.reach("running");
  const caller = new AbortController();
  const log = await subject.runtime.logs(subject.ref, { follow: true }, caller.signal);
  let text = "";
  log.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await subject.bringAbout({ running: true, environment: { NUMBER: "two" } });
  await until("both starts are in it", async () => (text === "start one\nstart two\n" ? true : undefined));
  caller.abort();
});

it("gives a terminal that knows its size and its changes", async (context) => {
  const subject = await portal(server());
  await subject.bringAbout(running);
  await subject.reach("running");
  const checks = await subject.runtime.health(calm());
  if (checks.find((check) => check.code === "local/terminal")?.status !== "ok") return context.skip("no Python 3 here");
  const options = { command: ["sh"], tty: true, cols: 90, rows: 20 };
  const session = await subject.runtime.exec(subject.ref, options, calm());
  let text = "";
  session.stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  session.stream.write("stty size\n");
  await until("the first size is told", async () => (text.includes("20 90") ? true : undefined));
  await session.resize(120, 33);
  session.stream.write("stty size; exit 5\n");
  await until("the second size is told", async () => (text.includes("33 120") ? true : undefined));
  expect(await session.done).toBe(5);
});

it("ends a terminal when its workspace stops", async () => {
  const subject = await portal(server());
  await subject.bringAbout(running);
  await subject.reach("running");
  const session = await subject.runtime.exec(
    subject.ref,
    { command: ["sleep", "1000"], tty: false, cols: 80, rows: 24 },
    calm(),
  );
  await subject.bringAbout({ ...running, running: false });
  await session.done;
  await subject.reach("stopped");
});

it("finds the process of a portal that was killed before it could note the pid", async () => {
  const first = await portal(server());
  await first.bringAbout(running);
  await first.reach("running");
  const before = await stateOf(first);
  await first.end();
  const record = JSON.parse(await readFile(recordFile(), "utf8"));
  await writeFile(recordFile(), JSON.stringify({ ...record, run: { ...record.run, pid: null, startTime: null } }));
  const second = await portal(server());
  expect(await stateOf(second)).toMatchObject({ alive: true, pid: before.pid, ready: true });
});

it("starts a process that a killed portal had only meant to start", async () => {
  const first = await portal(server());
  await first.bringAbout({ ...running, running: false });
  await first.end();
  const record = JSON.parse(await readFile(recordFile(), "utf8"));
  const run = {
    token: "never",
    digest: "x",
    port: 1,
    program: "x",
    startedAt: "2026-01-01T00:00:00Z",
    pid: null,
    startTime: null,
  };
  await writeFile(recordFile(), JSON.stringify({ ...record, spec: { ...record.spec, running: true }, run }));
  const second = await portal(server());
  await second.reach("running");
  expect(await stateOf(second)).toMatchObject({ restarts: 0, failures: 0 });
});

it("learns the exit code of a process that ended while no portal was there", async () => {
  const first = await portal(server(`setTimeout(() => process.exit(4), 1500)`));
  await first.bringAbout(running);
  await first.reach("running");
  const { pid } = await stateOf(first);
  await first.end();
  await until("it has ended", async () =>
    (await pidsWithVariable("BERTH_WORKSPACE_ID", id)).length === 0 ? true : undefined,
  );
  const second = await portal(server(`setTimeout(() => process.exit(4), 1500)`));
  const state = await stateOf(second);
  expect(state.exit?.code).toBe(4);
  expect(state.restarts).toBe(1);
  expect(state.pid).not.toBe(pid);
});

it("does not take a stranger with the same pid for its process", async () => {
  const first = await portal(server());
  await first.bringAbout({ ...running, running: false });
  await first.end();
  const record = JSON.parse(await readFile(recordFile(), "utf8"));
  const run = {
    token: "old",
    digest: "x",
    port: 1,
    program: "x",
    startedAt: "2026-01-01T00:00:00Z",
    pid: process.pid,
    startTime: "boot:1",
  };
  await writeFile(recordFile(), JSON.stringify({ ...record, run }));
  const second = await portal(server());
  await second.reach("stopped");
  expect((await stateOf(second)).pid).toBeNull();
});
