import type { Settings } from "@/lib/config/settings";
import { say } from "@/lib/i18n/say";
import type { Sayable, Text } from "@/lib/i18n/text";
import type { ClusterConfig, ClusterRuntime, ClusterType, Provider } from "@/lib/provisioning/provider";
import type { Sealer } from "@/lib/secrets/server/sealer";
import type { Db } from "@/lib/server/db";
import type { Logger } from "@/lib/server/logger";
import { PortalError } from "@/lib/shared/errors";
import type { JsonObject } from "@/lib/shared/json";
import { openConnection, type Connection, type ConnectionChange, type ConnectionState } from "./connection";
import { environmentCluster } from "./environment-cluster";
import { listClusterRecords, saveClusterRecord, type ClusterRecord } from "./store";

export type ConnectedCluster = {
  readonly config: Omit<ClusterConfig, "credentials">;
  readonly provider: Provider;
  /** Throws `cluster/unreachable` while the cluster does not answer. */
  readonly runtime: () => ClusterRuntime;
  readonly facts: (signal: AbortSignal) => Promise<JsonObject>;
  readonly state: ConnectionState;
  readonly reason: string | null;
  /** The reason for other languages; undefined where it has none. */
  readonly reasonText?: Text | undefined;
  readonly isDefault: boolean;
  readonly source: "environment" | "portal";
  readonly createdAt: Date;
};

/** Why a cluster that does not answer does not. */
export const reasonOf = ({ reason, reasonText: text }: ConnectedCluster): Sayable =>
  reason === null ? say("cluster/no-answer") : { message: reason, text };

export type ClusterChangeListener = (clusterId: string, change: ConnectionChange) => void;

export type ClusterRegistry = {
  readonly list: () => readonly ConnectedCluster[];
  /** Throws `not-found`. */
  readonly get: (id: string) => ConnectedCluster;
  readonly byName: (name: string) => ConnectedCluster | undefined;
  readonly default: () => ConnectedCluster | undefined;
  /** Of a type; undefined where this portal has none. */
  readonly provider: (type: ClusterType) => Provider | undefined;
  /** Loads the clusters and begins to connect; waits for none of them. */
  readonly start: () => Promise<void>;
  readonly add: (record: ClusterRecord) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly subscribe: (listener: ClusterChangeListener) => () => void;
  readonly close: () => Promise<void>;
};

export type RegistryOptions = {
  readonly db: Db;
  readonly settings: Settings;
  readonly secrets: Sealer;
  readonly log: Logger;
  readonly now: () => Date;
  readonly random: () => number;
  readonly providers: Readonly<Partial<Record<ClusterType, Provider>>>;
};

type Entry = { readonly record: ClusterRecord; readonly provider: Provider; readonly connection: Connection };

function view({ record, provider, connection }: Entry): ConnectedCluster {
  const { id, name, type, options } = record.config;
  return {
    config: { id, name, type, options },
    provider,
    runtime: connection.runtime,
    facts: connection.facts,
    get state() {
      return connection.state();
    },
    get reason() {
      return connection.reason()?.message ?? null;
    },
    get reasonText() {
      return connection.reason()?.text;
    },
    isDefault: record.isDefault,
    source: record.source,
    createdAt: record.createdAt,
  };
}

export function createClusterRegistry(options: RegistryOptions): ClusterRegistry {
  const entries = new Map<string, Entry & { readonly view: ConnectedCluster }>();
  const listeners = new Set<ClusterChangeListener>();
  const list = () => [...entries.values()].map((entry) => entry.view);

  function add(record: ClusterRecord): void {
    const provider = options.providers[record.config.type];
    if (!provider) {
      options.log.error({ cluster: record.config.name, type: record.config.type }, "no provider for this cluster type");
      return;
    }
    const connection = openConnection({
      provider,
      config: record.config,
      log: options.log,
      now: options.now,
      random: options.random,
      onChange: (change) => listeners.forEach((listener) => listener(record.config.id, change)),
    });
    const entry = { record, provider, connection };
    entries.set(record.config.id, { ...entry, view: view(entry) });
  }

  async function remove(id: string): Promise<void> {
    const entry = entries.get(id);
    entries.delete(id);
    await entry?.connection.close();
  }

  return {
    list,
    get(id) {
      const entry = entries.get(id);
      if (!entry) throw new PortalError("not-found", say("cluster/no-such"));
      return entry.view;
    },
    byName: (name) => list().find((cluster) => cluster.config.name === name),
    default: () => list().find((cluster) => cluster.isDefault) ?? list()[0],
    provider: (type) => options.providers[type],
    async start() {
      const found = await environmentCluster(options.settings);
      if (found) await saveClusterRecord(options.db, options.secrets, found);
      for (const record of await listClusterRecords(options.db, options.secrets)) {
        // A cluster of earlier settings stays as it was stored: its workspaces still live there.
        add(record);
      }
    },
    async add(record) {
      await remove(record.config.id);
      add(record);
    },
    remove,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
      await Promise.all([...entries.keys()].map(remove));
    },
  };
}
