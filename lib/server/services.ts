import type { Actor } from "@/lib/access/can";
import type { ClusterRegistry } from "@/lib/clusters/server/registry";
import type { Settings } from "@/lib/config/settings";
import type { EventBus } from "@/lib/events/server/bus";
import type { UseRecorder } from "@/lib/idle/server/recorder";
import type { Metrics } from "@/lib/metrics/server/metrics";
import type { PolicyBook } from "@/lib/policy/server/policy-book";
import type { TemplateBook } from "@/lib/templates/server/template-book";
import type { Sealer } from "@/lib/secrets/server/sealer";
import type { Db } from "./db";
import type { Logger } from "./logger";

export type Clock = { readonly now: () => Date };

/** Everything that lives as long as the process. Built once by server.ts; no module keeps state of its own. */
export type Services = {
  /** Differs between replicas and between starts; owner of leases. */
  readonly instance: string;
  readonly settings: Settings;
  readonly db: Db;
  readonly log: Logger;
  readonly clock: Clock;
  readonly secrets: Sealer;
  readonly clusters: ClusterRegistry;
  readonly bus: EventBus;
  readonly metrics: Metrics;
  readonly policies: PolicyBook;
  /** Who passes through the portal to a workspace keeps it in use. */
  readonly use: UseRecorder;
  readonly templates: TemplateBook;
  /** Tells the reconciler that there is something to do for a workspace. */
  readonly wake: (workspaceId: string) => void;
};

/** What every use case gets first: who asks, for which request, and what the portal has. */
export type Call = {
  readonly services: Services;
  readonly actor: Actor;
  readonly requestId: string;
  readonly signal: AbortSignal;
};

const key = Symbol.for("berth.services");
type Holder = { [key]?: Services };

/** server.ts and Next's bundle are two module graphs in one process: they meet on globalThis. */
export function publishServices(services: Services): void {
  (globalThis as Holder)[key] = services;
}

export function services(): Services {
  const found = (globalThis as Holder)[key];
  if (!found) throw new Error("The portal's services were used before server.ts built them");
  return found;
}
