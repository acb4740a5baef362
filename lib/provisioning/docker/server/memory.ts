import { equalJson } from "@/lib/shared/json";
import type { Cause } from "@/lib/workspaces/cause";
import type { Manifest } from "../../manifest";
import type { Observation, RuntimeEvent } from "../../provider";
import type { EngineEvent } from "../engine-event";
import type { Readiness } from "../judge-running";
import type { Look, Names } from "./look";

const eventsKept = 30;

type Entry = {
  names: Names | null;
  look: Look | null;
  events: readonly RuntimeEvent[];
  refusal: Cause | null;
  /** Of the last end that the engine told: it forgets both when it starts the container again. */
  lastExit: { readonly code: number; readonly oom: boolean } | null;
  outOfMemory: boolean;
};

/** What the runtime of one engine remembers of each workspace between two looks. */
export type Memory = {
  readonly ids: () => readonly string[];
  readonly names: (workspaceId: string) => Names | null;
  /** Whose container that is which has no labels of Berth's; null: nobody's. */
  readonly workspaceOf: (containerId: string) => string | null;
  readonly learnNames: (workspaceId: string, names: Names) => void;
  /** True when it shows something else than before. */
  readonly see: (workspaceId: string, look: Look) => boolean;
  readonly look: (workspaceId: string) => Look | null;
  /** Something the portal itself did or met. */
  readonly addEvent: (workspaceId: string, event: RuntimeEvent) => void;
  /** Something the engine told, with what its answers to questions leave out. */
  readonly note: (event: EngineEvent) => void;
  readonly refuse: (workspaceId: string, cause: Cause | null) => void;
  readonly observation: (workspaceId: string, look: Look, readiness: Readiness | null) => Observation;
  readonly recall: (workspaceId: string, readiness: Readiness | null) => Observation | null;
};

export function createMemory(): Memory {
  const entries = new Map<string, Entry>();
  const entry = (id: string): Entry => {
    const found = entries.get(id) ?? {
      names: null,
      look: null,
      events: [],
      refusal: null,
      lastExit: null,
      outOfMemory: false,
    };
    entries.set(id, found);
    return found;
  };
  const addEvent: Memory["addEvent"] = (id, event) => {
    const known = entry(id);
    const same = known.events.find(
      ({ reason, message, object }) => reason === event.reason && message === event.message && object === event.object,
    );
    const others = known.events.filter((other) => other !== same);
    const newest = same && same.at > event.at ? same.at : event.at;
    const events = [{ ...event, at: newest, count: (same?.count ?? 0) + 1 }, ...others];
    known.events = events.sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, eventsKept);
  };
  const observation: Memory["observation"] = (id, look, readiness) => {
    const { names, refusal, events, lastExit } = entry(id);
    const name = names?.main ?? id;
    const inSwarm = look.state !== null && "task" in look.state;
    const state =
      look.state?.status === "running" && lastExit && !inSwarm
        ? { ...look.state, exit_code: lastExit.code, oom_killed: lastExit.oom }
        : look.state;
    const related: (Manifest | null)[] = [
      state && { kind: inSwarm ? "TaskState" : "ContainerState", name, body: state },
      readiness && { kind: "Readiness", name, body: readiness },
      refusal && { kind: "Refusal", name, body: { ...refusal } },
      look.lines.length > 0 ? { kind: "LastLines", name, body: { lines: look.lines } } : null,
    ];
    return { manifests: look.manifests, related: related.filter((item) => item !== null), events };
  };
  return {
    ids: () => [...entries.keys()],
    names: (id) => entries.get(id)?.names ?? null,
    workspaceOf: (containerId) => [...entries].find(([, { names }]) => names?.adopted?.id === containerId)?.[0] ?? null,
    learnNames: (id, names) => {
      const known = entry(id);
      known.names = {
        main: names.main,
        data: names.data ?? known.names?.data ?? null,
        adopted: names.adopted ?? known.names?.adopted ?? null,
      };
    },
    see: (id, look) => {
      const known = entry(id);
      const changed = !equalJson(known.look, look);
      known.look = look;
      if (look.manifests.length === 0 && known.refusal === null) entries.delete(id);
      return changed;
    },
    look: (id) => entries.get(id)?.look ?? null,
    addEvent,
    note: ({ workspaceId, action, exitCode, runtime }) => {
      const known = entry(workspaceId);
      if (action === "oom") known.outOfMemory = true;
      if (action === "start") known.outOfMemory = false;
      if (exitCode !== null) known.lastExit = { code: exitCode, oom: known.outOfMemory };
      addEvent(workspaceId, runtime);
    },
    refuse: (id, refusal) => {
      entry(id).refusal = refusal;
    },
    observation,
    recall: (id, readiness) => {
      const known = entries.get(id);
      if (!known) return null;
      const look = known.look ?? { manifests: [], state: null, lines: [] };
      if (look.manifests.length === 0 && known.refusal === null) return null;
      return observation(id, look, readiness);
    },
  };
}
