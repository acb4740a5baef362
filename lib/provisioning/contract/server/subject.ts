import http from "node:http";
import { text as readText } from "node:stream/consumers";
import { objectNames } from "../../naming";
import { planChanges, type Plan } from "../../plan";
import type { Manifest } from "../../manifest";
import type {
  ClusterConfig,
  ClusterRuntime,
  Observation,
  PhaseAndCause,
  Provider,
  WatchChange,
  WorkspaceRef,
} from "../../provider";
import type { JsonObject } from "@/lib/shared/json";

/** What differs between backends; everything else is the contract. */
export type Backend = {
  readonly provider: Provider;
  readonly config: ClusterConfig;
  readonly namespace: string | null;
  /** A resolved document whose server answers with its environment at `environmentPath`, one `NAME=value` per line. */
  readonly document: JsonObject;
  readonly environmentPath: string;
  /** The port that callers dial. */
  readonly port: number;
  /** A file on the workspace's storage, as its commands see it. */
  readonly file: string;
  /** Takes away what was made for the suite. */
  readonly cleanUp: () => Promise<void>;
};

export type Wanted = {
  readonly running: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly restarts?: number;
};

export const calm = (): AbortSignal => new AbortController().signal;

/** One workspace on one backend, with the few verbs that the suite is written in. */
export type Subject = {
  readonly ref: WorkspaceRef;
  readonly runtime: ClusterRuntime;
  readonly changes: readonly WatchChange[];
  readonly plan: (wanted: Wanted) => Promise<Plan>;
  readonly bringAbout: (wanted: Wanted) => Promise<Plan>;
  readonly observe: () => Promise<Observation>;
  readonly phase: (observation: Observation, desired: "running" | "stopped") => PhaseAndCause;
  readonly reach: (desired: "running" | "stopped") => Promise<Observation>;
  readonly remove: (storage: "keep" | "delete") => Promise<void>;
  readonly environment: () => Promise<ReadonlyMap<string, string>>;
  readonly run: (command: readonly string[]) => Promise<{ readonly output: string; readonly code: number | null }>;
};

export async function createSubject(
  backend: Backend,
  name: string,
  id: string,
): Promise<Subject & { readonly end: () => Promise<void> }> {
  const { provider, config, namespace } = backend;
  const runtime = await provider.connect(config);
  const ref: WorkspaceRef = { id, name, namespace, names: objectNames(config.type, { id, name }, false) };
  const changes: WatchChange[] = [];
  const watching = new AbortController();
  await runtime.watch((change) => changes.push(change), watching.signal);
  const facts = await runtime.facts(calm());

  const build = (wanted: Wanted): readonly Manifest[] =>
    provider.build(backend.document, {
      workspace: { id, name, owner: "owner@example.com", revision: 1, restarts: wanted.restarts ?? 0 },
      names: ref.names,
      namespace,
      running: wanted.running,
      environment: Object.entries(wanted.environment).map(([key, value]) => ({
        name: key,
        value,
        secret: false,
        origin: "document",
      })),
      facts,
    });
  const observe = () => runtime.observe(ref, calm());
  const plan = async (wanted: Wanted) => planChanges(build(wanted), (await observe()).manifests, provider.rules, "");
  const applyAll = async (next: Plan) => {
    for (const step of next.steps) await runtime.apply(step, ref, calm());
    return next;
  };
  const phase = (observation: Observation, desired: "running" | "stopped") =>
    provider.phaseOf(observation, { desired, cluster: config.name, port: backend.port, now: new Date() });

  return {
    ref,
    runtime,
    changes,
    plan,
    observe,
    phase,
    bringAbout: async (wanted) => applyAll(await plan(wanted)),
    reach: (desired) =>
      until(`the workspace is ${desired}`, async () => {
        const observation = await observe();
        const { phase: now, ready } = phase(observation, desired);
        return now === desired && (desired === "stopped" || ready) ? observation : undefined;
      }),
    remove: async (storage) => {
      const { manifests } = await observe();
      const kept = manifests.filter(({ kind }) => storage === "keep" && provider.rules[kind]?.storage === true);
      await applyAll(planChanges(kept, manifests, provider.rules, ""));
      await until("nothing else is left", async () => {
        const left = await observe();
        return left.manifests.length === kept.length && left.related.filter(isAlive).length === 0 ? left : undefined;
      });
    },
    environment: async () => {
      const answer = await get(await runtime.dial(ref, backend.port, calm()), backend.environmentPath);
      return new Map(
        answer.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
      );
    },
    run: async (command) => {
      const session = await runtime.exec(ref, { command, tty: false, cols: 80, rows: 24 }, calm());
      const output = await readText(session.stream);
      return { output, code: await session.done };
    },
    end: async () => {
      watching.abort();
      await runtime.close();
    },
  };
}

/** A claim that is kept is told as related too; only what runs counts here. */
const isAlive = (manifest: Manifest): boolean => !/claim|volume|folder/i.test(manifest.kind);

/** Polls, because backends are not told to hurry; the deadline is far beyond what they need. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`It did not come about within a minute that ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function get(stream: Awaited<ReturnType<ClusterRuntime["dial"]>>, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.get({
      path,
      host: "workspace",
      createConnection: () => stream,
      headers: { connection: "close" },
    });
    request.on("response", (response) => void readText(response).then(resolve, reject));
    request.on("error", reject);
  });
}
