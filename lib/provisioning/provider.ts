import type { Duplex, Readable } from "node:stream";
import type { HealthCheck } from "@/lib/health/check";
import type { Sayable, Text } from "@/lib/i18n/text";
import type { Json, JsonObject } from "@/lib/shared/json";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import type { Cause } from "@/lib/workspaces/cause";
import type { Phase } from "@/lib/workspaces/phase";
import type { Adoption, FoundWorkload } from "./adoption";
import type { Manifest } from "./manifest";
import type { FieldChange, KindRule, Step } from "./plan";

export const clusterTypes = ["kubernetes", "docker", "local", "fake"] as const;
export type ClusterType = (typeof clusterTypes)[number];

/** Names of a workspace's objects on the backend: chosen once (naming.ts), stored, never computed again. */
export type ObjectNames = {
  /** StatefulSet, Service, container, process. */
  readonly main: string;
  /** PersistentVolumeClaim, volume, folder. */
  readonly data: string;
  /** Secret with the inherited and sealed variables. */
  readonly env: string;
  /** `Kind/name` of objects that somebody else made and that may still lack Berth's labels. Absent: Berth made them all. */
  readonly adopted?: readonly string[];
  /** Where the server of an adopted container is asked whether it is ready; others carry that in labels. */
  readonly probe?: { readonly port: number; readonly path: string };
};

/** How the backend knows a workspace: the id is in a label of every object. */
export type WorkspaceRef = {
  readonly id: string;
  readonly name: string;
  readonly names: ObjectNames;
  /** Kubernetes only. */
  readonly namespace: string | null;
};

export type BuildContext = {
  readonly workspace: {
    readonly id: string;
    readonly name: string;
    readonly owner: string;
    readonly revision: number;
    /** Counts restarts that were asked for; it is part of the manifest so that a restart is an ordinary change. */
    readonly restarts: number;
  };
  readonly names: ObjectNames;
  readonly namespace: string | null;
  /** Wanted: running (one replica) or stopped (none). */
  readonly running: boolean;
  /** The whole environment, composed in the order of product section 3; builders take it from here, not from the document. */
  readonly environment: readonly EnvironmentEntry[];
  /** Facts about the cluster that building needs (default storage class, storage classes that exist, …), by provider. */
  readonly facts: JsonObject;
};

/** A message of the backend about a workspace: Kubernetes Event, Docker event, line of the supervisor. */
export type RuntimeEvent = {
  readonly at: string;
  readonly type: "normal" | "warning";
  readonly reason: string;
  readonly message: string;
  /** `Pod/x-0`, `PersistentVolumeClaim/x-data`, … */
  readonly object: string;
  readonly count: number;
};

/** What a backend shows of one workspace. */
export type Observation = {
  /** Objects that Berth made (kinds that have a rule), as the backend returned them. */
  readonly manifests: readonly Manifest[];
  /** Objects that follow from them and tell the state: pods, container state, process state. */
  readonly related: readonly Manifest[];
  readonly events: readonly RuntimeEvent[];
};

export type PhaseAndCause = {
  readonly phase: Phase;
  readonly cause: Cause | null;
  readonly ready: boolean;
  /** Restarts of the container that nobody asked for. */
  readonly restarts: number;
  /** ISO 8601, when the present container or process began. */
  readonly startedAt: string | null;
  /** What it runs, for the list: image or command. */
  readonly image: string | null;
};

export type LogOptions = {
  /** Last lines, 1 to 10,000; absent: all. */
  readonly tail?: number;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly container?: string;
};

export type ExecOptions = {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly cols: number;
  readonly rows: number;
};

export type ExecSession = {
  /** Bytes both ways. With a tty both outputs come through it. */
  readonly stream: Duplex;
  readonly resize: (cols: number, rows: number) => Promise<void>;
  /** Exit code, null when the backend does not tell. */
  readonly done: Promise<number | null>;
  readonly close: () => void;
};

/** CPU in cores, memory in bytes. */
export type ResourceSample = { readonly cpu: number; readonly memory: number; readonly memoryLimit: number | null };

export type Capacity = {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly nodes: number;
  readonly version: string;
  readonly details: Json;
};

export type WatchChange =
  | { readonly type: "workspace"; readonly workspaceId: string }
  /** Something that `facts` tells of is another now. */
  | { readonly type: "facts" }
  | { readonly type: "reachable" }
  | { readonly type: "unreachable"; readonly reason: string; readonly text?: Text | undefined };

/** A field that a backend makes another than it was asked to; `before` is what was asked for. */
export type AdmissionChange = Pick<FieldChange, "path" | "before" | "after">;

export type StepProof = {
  readonly changes: readonly AdmissionChange[];
  /** In the backend's words. */
  readonly warnings: readonly string[];
};

/** One connected cluster. Every call takes an AbortSignal and throws PortalError only. */
export type ClusterRuntime = {
  /** A fresh look, straight from the backend. */
  readonly observe: (ref: WorkspaceRef, signal: AbortSignal) => Promise<Observation>;
  /** The same from the watch's memory: no request. Null before the first sync or when nothing of the workspace is there. */
  readonly recall: (workspaceId: string) => Observation | null;
  /** Does one step; doing it twice is the same as once. */
  readonly apply: (step: Step, ref: WorkspaceRef, signal: AbortSignal) => Promise<void>;
  /** Proves a step on the server without doing it, where the backend can; throws what admission or quota would say. */
  readonly dryRun?: (step: Step, ref: WorkspaceRef, signal: AbortSignal) => Promise<StepProof>;
  /** Resolves after the first sync; goes on with resync and back-off until aborted. Never throws after that. */
  readonly watch: (listener: (change: WatchChange) => void, signal: AbortSignal) => Promise<void>;
  /** Empty where no container or process has begun yet. */
  readonly logs: (ref: WorkspaceRef, options: LogOptions, signal: AbortSignal) => Promise<Readable>;
  readonly exec: (ref: WorkspaceRef, options: ExecOptions, signal: AbortSignal) => Promise<ExecSession>;
  /** A byte stream to a port of the workspace: direct where reachable, else through the backend (port-forward). */
  readonly dial: (ref: WorkspaceRef, port: number, signal: AbortSignal) => Promise<Duplex>;
  /** Null where nothing runs. */
  readonly sample: (ref: WorkspaceRef, signal: AbortSignal) => Promise<ResourceSample | null>;
  readonly facts: (signal: AbortSignal) => Promise<JsonObject>;
  readonly capacity: (signal: AbortSignal) => Promise<Capacity>;
  /** Tells of workspaces whose objects do not say by themselves whose they are. Resolves when they have been looked at. */
  readonly learn?: (refs: readonly WorkspaceRef[]) => Promise<void>;
  /** What runs where workspaces may run and is none of them; those of other Berth installations included. */
  readonly unmanaged?: (signal: AbortSignal) => Promise<readonly FoundWorkload[]>;
  readonly health: (signal: AbortSignal) => Promise<readonly HealthCheck[]>;
  readonly close: () => Promise<void>;
};

/** A cluster as configured. `credentials` is opened only for `connect` and never logged. */
export type ClusterConfig = {
  readonly id: string;
  readonly name: string;
  readonly type: ClusterType;
  /** Not secret: namespace, allowed namespaces, context, host, swarm, bind roots, data directory, … by provider. */
  readonly options: JsonObject;
  /** Secret: kubeconfig text, TLS key, token. */
  readonly credentials: JsonObject;
};

export type PhaseInput = {
  readonly desired: "running" | "stopped" | "absent";
  readonly cluster: string;
  readonly port: number;
  readonly now: Date;
};

export type RouteContext = Pick<BuildContext, "namespace" | "facts"> & {
  readonly workspace: { readonly name: string };
};

/** The address of its own that a backend gives a workspace beside the gateway's (product, section 5: Ingress). */
export type WantedRoute = {
  /** Path under which it serves the workspace, without a slash at its end; null: there will be no such address. */
  readonly basePath: string | null;
  /** Sentences for the plan. */
  readonly warnings: readonly Sayable[];
};

export type SeenRoute = {
  /** Ends with a slash; null while nobody knows, as before a load balancer has an address. */
  readonly url: string | null;
  readonly basePath: string | null;
  /** Why there is none although one was asked for. */
  readonly problem: Sayable | null;
};

/** A kind of backend: a record of functions, not a class tree. */
export type Provider = {
  readonly type: ClusterType;
  /** Pure: the objects that a resolved document becomes. */
  readonly build: (resolved: JsonObject, context: BuildContext) => readonly Manifest[];
  readonly rules: Readonly<Record<string, KindRule>>;
  /** Pure: every cause is a fixture. */
  readonly phaseOf: (observation: Observation, input: PhaseInput) => PhaseAndCause;
  /** Pure: what `build` will make of a document's wish for an address; null: it has none. Absent: the backend gives none. */
  readonly wantedRoute?: (resolved: JsonObject, context: RouteContext) => WantedRoute | null;
  /** Pure: the address that the backend shows; null: none was asked for. */
  readonly seenRoute?: (observation: Observation) => SeenRoute | null;
  /** Absent: nothing can be taken over. */
  readonly adoption?: Adoption;
  readonly connect: (config: ClusterConfig) => Promise<ClusterRuntime>;
};
