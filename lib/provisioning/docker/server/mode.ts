import type { Readable } from "node:stream";
import type { JsonObject } from "@/lib/shared/json";
import type { HealthCheck } from "@/lib/health/check";
import type { Capacity, LogOptions, WorkspaceRef } from "../../provider";
import type { Look, Names } from "./look";

/** A container in which something can be asked of or run, with how a command is begun in it. */
export type Place = {
  readonly container: string;
  readonly command: (words: readonly string[]) => readonly string[];
};

/** What one engine alone and a swarm do differently; all else is the same. */
export type Mode = {
  readonly look: (workspaceId: string, names: Names, signal: AbortSignal) => Promise<Look>;
  /** The workspaces that there are, with the name of their container or service. */
  readonly list: (signal: AbortSignal) => Promise<readonly { readonly id: string; readonly main: string }[]>;
  /** Null: there is none now. Throws when it is where Berth cannot reach into it. */
  readonly place: (ref: WorkspaceRef, signal: AbortSignal) => Promise<Place | null>;
  readonly logs: (ref: WorkspaceRef, options: LogOptions, signal: AbortSignal) => Promise<Readable>;
  readonly facts: (signal: AbortSignal) => Promise<JsonObject>;
  readonly capacity: (signal: AbortSignal) => Promise<Capacity>;
  readonly health: (signal: AbortSignal) => Promise<readonly HealthCheck[]>;
  /** Finds out what the engine's events do not tell, until aborted; rejects when the engine cannot be asked. */
  readonly follow?: Follow;
  /** Something was changed just now: `follow` looks more often. */
  readonly stir?: () => void;
};

export type Follow = (
  changed: (workspaceId: string, main: string) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;
