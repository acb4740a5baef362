import { PortalError, type ErrorCode } from "@/lib/shared/errors";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import type { Manifest } from "../manifest";
import { manifestKey } from "../manifest";
import type { Step } from "../plan";
import type { Observation, RuntimeEvent, WatchChange } from "../provider";
import type { FakePod } from "./build";

export const fakeCalls = [
  "connect",
  "observe",
  "apply",
  "dryRun",
  "watch",
  "logs",
  "exec",
  "dial",
  "sample",
  "facts",
  "capacity",
  "health",
] as const;
export type FakeCall = (typeof fakeCalls)[number];

/** What a workload does after it was applied with `running: true`. */
export type FakeStart = "ready" | "never-ready" | "crash" | "manual";

export type FakeFault = {
  readonly call: FakeCall;
  readonly error: ErrorCode;
  readonly message?: string;
  /** How often; absent: until `recover`. */
  readonly times?: number;
  /** Calls that pass before it strikes. */
  readonly after?: number;
  /** Does the work and then fails, as when an answer is lost on the way. */
  readonly afterEffect?: boolean;
};

/** Scripted misbehaviour, also as `config.options.script` (`start`, `faults`). */
export type FakeScript = { readonly start?: FakeStart; readonly faults?: readonly FakeFault[] };

export type FakeEntry = {
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly pod: FakePod | null;
  readonly files: ReadonlyMap<string, string>;
  readonly log: readonly string[];
  readonly previousLog: readonly string[];
  readonly events: readonly RuntimeEvent[];
};

const nothing: FakeEntry = { manifests: new Map(), pod: null, files: new Map(), log: [], previousLog: [], events: [] };

/** A backend in memory. It outlives the portals that connect to it, as a real one does. */
export type FakeCluster = ReturnType<typeof createClusterState>;

export function createClusterState(script: FakeScript, now: () => string) {
  const entries = new Map<string, FakeEntry>();
  /** What the watch has told so far; `recall` answers from here. */
  const seen = new Map<string, Observation>();
  const listeners = new Set<(change: WatchChange) => void>();
  const calls: { readonly call: FakeCall; readonly workspaceId: string | null; readonly detail: string }[] = [];
  const gates = new Map<FakeCall, { readonly wait: Promise<void>; readonly open: () => void }>();
  let start: FakeStart = script.start ?? "ready";
  let faults: readonly (FakeFault & { readonly left: number; readonly skip: number })[] = [];
  let unreachable: string | null = null;
  let losing = false;

  const entryOf = (id: string): FakeEntry => entries.get(id) ?? nothing;
  const observationOf = (id: string): Observation => {
    const { manifests, pod, events } = entryOf(id);
    const related = pod === null ? [] : [{ kind: "Pod", name: `pod-${id}`, body: pod }];
    return { manifests: [...manifests.values()], related, events };
  };

  function tell(id: string): void {
    if (losing || unreachable !== null) return;
    const observation = observationOf(id);
    if (observation.manifests.length + observation.related.length === 0) seen.delete(id);
    else seen.set(id, observation);
    for (const listener of listeners) listener({ type: "workspace", workspaceId: id });
  }

  function change(id: string, update: Partial<FakeEntry>): void {
    const next = { ...entryOf(id), ...update };
    if (next.manifests.size === 0 && next.pod === null) entries.delete(id);
    else entries.set(id, next);
    tell(id);
  }

  const fail = (fault: FakeFault) =>
    void (faults = [...faults, { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY, skip: fault.after ?? 0 }]);
  for (const fault of script.faults ?? []) fail(fault);

  /** The first fault that this call meets; counts it. */
  function strike(call: FakeCall): FakeFault | null {
    const hit = faults.find((fault) => fault.call === call && fault.left > 0);
    if (!hit) return null;
    const strikes = hit.skip === 0;
    faults = faults.map((fault) =>
      fault !== hit ? fault : strikes ? { ...fault, left: fault.left - 1 } : { ...fault, skip: fault.skip - 1 },
    );
    return strikes ? hit : null;
  }

  /** Every call of the runtime passes here. */
  async function enter<T>(
    call: FakeCall,
    id: string | null,
    detail: string,
    signal: AbortSignal | null,
    work: () => T | Promise<T>,
  ): Promise<T> {
    calls.push({ call, workspaceId: id, detail });
    refuseCancelled(signal);
    await gates.get(call)?.wait;
    refuseCancelled(signal);
    if (unreachable !== null)
      throw new PortalError("cluster/unreachable", `The cluster does not answer: ${unreachable}`);
    const fault = strike(call);
    const error = fault
      ? new PortalError(fault.error, fault.message ?? `The fake cluster answers ${fault.error} to ${call}`)
      : null;
    if (error && fault?.afterEffect !== true) throw error;
    const result = await work();
    if (error) throw error;
    return result;
  }

  const startPod = (restarts: number): FakePod => ({
    status: start === "ready" ? "ready" : start === "crash" ? "crashed" : "starting",
    restarts: start === "crash" ? restarts + 3 : restarts,
    started: now(),
  });

  function apply(step: Step, id: string): void {
    const entry = entryOf(id);
    const manifests = new Map(entry.manifests);
    if (step.action === "delete") {
      manifests.delete(manifestKey(step.before));
      const kept = step.before.kind === "Volume" ? { files: new Map<string, string>() } : { pod: null };
      return change(id, { manifests, ...kept });
    }
    const before = manifests.get(manifestKey(step.after));
    manifests.set(manifestKey(step.after), step.after);
    if (step.after.kind !== "Workload") return change(id, { manifests });
    const runs = step.after.body.running === true;
    const same = before !== undefined && JSON.stringify(before.body) === JSON.stringify(step.after.body);
    if (same && (entry.pod !== null) === runs) return;
    change(id, {
      manifests,
      pod: runs ? startPod(0) : null,
      previousLog: runs ? entry.log : entry.previousLog,
      log: runs ? [`started ${String(step.after.body.image)}`] : entry.log,
    });
  }

  const setPod = (id: string, update: Partial<FakePod>) => {
    const { pod } = entryOf(id);
    if (pod) change(id, { pod: { ...pod, ...update } });
  };

  return {
    enter,
    apply,
    observationOf,
    entryOf,
    change,
    recall: (id: string): Observation | null => seen.get(id) ?? null,
    /** First sync of a watch: everything there is. */
    subscribe(listener: (change: WatchChange) => void): () => void {
      for (const id of entries.keys()) seen.set(id, observationOf(id));
      listeners.add(listener);
      listener({ type: "reachable" });
      for (const id of entries.keys()) listener({ type: "workspace", workspaceId: id });
      return () => void listeners.delete(listener);
    },
    /** What tests do to the cluster. */
    control: {
      /** Every call so far, oldest first. */
      calls: () => [...calls],
      fail,
      recover: () => void (faults = []),
      startsAs: (next: FakeStart) => void (start = next),
      makeReady: (id: string) => setPod(id, { status: "ready" }),
      makeUnready: (id: string) => setPod(id, { status: "unready" }),
      crash: (id: string) => setPod(id, { status: "crashed", restarts: (entryOf(id).pod?.restarts ?? 0) + 3 }),
      /** Somebody else changed or removed things behind Berth's back. */
      overwrite: (id: string, manifest: Manifest) =>
        change(id, { manifests: new Map(entryOf(id).manifests).set(manifestKey(manifest), manifest) }),
      removeAll: (id: string) => change(id, { manifests: new Map(), pod: null, files: new Map() }),
      addEvent: (id: string, event: Omit<RuntimeEvent, "at">) =>
        change(id, { events: [{ ...event, at: now() }, ...entryOf(id).events] }),
      unreachable(reason: string): void {
        unreachable = reason;
        for (const listener of listeners) listener({ type: "unreachable", reason });
      },
      reachable(): void {
        unreachable = null;
        for (const listener of listeners) listener({ type: "reachable" });
        for (const id of new Set([...entries.keys(), ...seen.keys()])) tell(id);
      },
      /** Watch events get lost from now on; `resync` tells everything anew. */
      loseEvents: () => void (losing = true),
      resync(): void {
        losing = false;
        for (const id of new Set([...entries.keys(), ...seen.keys()])) tell(id);
      },
      /** Calls of this kind wait until the returned function is called. */
      hold(call: FakeCall): () => void {
        let open: () => void = () => undefined;
        const wait = new Promise<void>((resolve) => (open = resolve));
        gates.set(call, { wait, open });
        return () => {
          gates.delete(call);
          open();
        };
      },
      observation: observationOf,
      workspaceIds: () => [...entries.keys()],
    },
  };
}

/** The environment that the workload was applied with. */
export function fakeEnvironment(entry: FakeEntry): Readonly<Record<string, string>> {
  const workload = [...entry.manifests.values()].find((manifest) => manifest.kind === "Workload");
  const items = getIn(workload?.body, ["environment"]);
  if (!Array.isArray(items)) return {};
  return Object.fromEntries(items.filter(isObject).map((item: JsonObject) => [String(item.name), String(item.value)]));
}

function refuseCancelled(signal: AbortSignal | null): void {
  if (signal?.aborted) throw new PortalError("cluster/unreachable", "The call was cancelled");
}
