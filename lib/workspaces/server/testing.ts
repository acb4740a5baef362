import type { Actor } from "@/lib/access/can";
import type { Role } from "@/lib/access/roles";
import { createClusterRegistry } from "@/lib/clusters/server/registry";
import { saveClusterRecord } from "@/lib/clusters/server/store";
import { parseSettings } from "@/lib/config/parse-settings";
import type { TestDatabase } from "@/lib/database/server/testing";
import { createEventBus } from "@/lib/events/server/bus";
import type { PublishedEvent } from "@/lib/events/event";
import { createUseRecorder } from "@/lib/idle/server/recorder";
import { createMetrics } from "@/lib/metrics/server/metrics";
import { createPolicyBook } from "@/lib/policy/server/policy-book";
import { createTemplateBook } from "@/lib/templates/server/template-book";
import { noPolicyFile, type PolicyFile } from "@/lib/policy/server/policy-file";
import type { Provider } from "@/lib/provisioning/provider";
import { createReconcileLoop, loopDefaults, type LoopOptions, type ReconcileLoop } from "@/lib/reconcile/server/loop";
import { createSealer } from "@/lib/secrets/server/sealer";
import { createLogger } from "@/lib/server/logger";
import type { Call, Services } from "@/lib/server/services";
import type { JsonObject } from "@/lib/shared/json";

const waitMilliseconds = 40_000;

/** A portal without its web server, for tests: real database, real reconciler, the provider that the test brings. */
export type TestPortal = {
  readonly services: Services;
  readonly loop: ReconcileLoop;
  readonly events: readonly PublishedEvent[];
  /** A call by a person with this global role; the same role is the same person. */
  readonly as: (role: Role | null, name?: string) => Promise<Call>;
  /** Looks again until it holds; fails with what it last saw. */
  readonly until: <T>(look: () => Promise<T> | T, holds: (seen: T) => boolean) => Promise<T>;
  /** Ends this portal as a stop would; the database stays. */
  readonly stop: () => Promise<void>;
};

export type TestPortalOptions = {
  readonly database: TestDatabase;
  readonly provider: Provider;
  readonly clusterOptions?: JsonObject;
  readonly clusterCredentials?: JsonObject;
  readonly settings?: Readonly<Record<string, string>>;
  readonly loop?: Partial<LoopOptions>;
  readonly instance?: string;
  readonly policyFile?: PolicyFile;
  readonly now?: () => Date;
};

const clusterId = "cluster00001";

export async function openTestPortal(options: TestPortalOptions): Promise<TestPortal> {
  const { db } = options.database;
  const { provider } = options;
  const reading = parseSettings({ CLUSTER_TYPE: "local", ...options.settings }, {});
  if (!reading.ok) throw new Error(`test settings: ${JSON.stringify(reading.faults)}`);
  const { settings } = reading;
  const secrets = createSealer("a secret of thirty-two characters or more");
  const log = createLogger("silent");
  const now = options.now ?? (() => new Date());
  const instance = options.instance ?? "test";
  const config = {
    id: clusterId,
    name: provider.type,
    type: provider.type,
    options: options.clusterOptions ?? {},
    credentials: options.clusterCredentials ?? {},
  };
  await saveClusterRecord(db, secrets, { config, isDefault: true, source: "environment" });
  const clusters = createClusterRegistry({
    db,
    // The registry must not add the cluster of the settings beside the test's own.
    settings: { ...settings, CLUSTER_TYPE: null },
    secrets,
    log,
    now,
    random: () => 0,
    providers: { [provider.type]: provider },
  });
  const bus = createEventBus(instance);
  const events: PublishedEvent[] = [];
  bus.subscribe(({ event }) => events.push(event));
  let wake: (workspaceId: string) => void = () => undefined;
  const services: Services = {
    instance,
    settings,
    db,
    log,
    clock: { now },
    secrets,
    clusters,
    bus,
    metrics: createMetrics({ process: false }),
    policies: createPolicyBook(db, options.policyFile ?? noPolicyFile),
    use: createUseRecorder({ db, clock: { now }, log }),
    templates: createTemplateBook(db),
    wake: (workspaceId) => wake(workspaceId),
  };
  const loop = createReconcileLoop(services, { ...loopDefaults, random: () => 0, alone: false, ...options.loop });
  wake = loop.wake;
  await clusters.start();
  await loop.start();

  async function until<T>(look: () => Promise<T> | T, holds: (seen: T) => boolean): Promise<T> {
    const deadline = Date.now() + waitMilliseconds;
    for (;;) {
      const seen = await look();
      if (holds(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`did not come about; last seen: ${JSON.stringify(seen)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  await until(
    () => clusters.list()[0]?.state,
    (state) => state !== "connecting",
  );

  return {
    services,
    loop,
    events,
    until,
    async as(role, name = role ?? "nobody") {
      const email = `${name}@example.com`;
      const user = await db.user.upsert({
        where: { email },
        create: { id: `user-${name}`, email, name, role },
        update: {},
      });
      const actor: Actor = { userId: user.id, email, name, role, workspaceRoles: {}, via: "session" };
      return { services, actor, requestId: "test", signal: new AbortController().signal };
    },
    async stop() {
      await loop.close();
      await clusters.close();
      await services.use.close();
    },
  };
}
