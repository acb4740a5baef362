import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { testClock } from "@/lib/server/testing";
import type { Call } from "@/lib/server/services";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { openTestPortal, type TestPortal, type TestPortalOptions } from "@/lib/workspaces/server/testing";

export type Running = {
  readonly portal: TestPortal;
  readonly services: TestPortal["services"];
  readonly call: Call;
  readonly workspace: WorkspaceDto;
};

/** For tests of what happens by the clock: portals on one fake cluster, whose time the test moves. Call it inside `describe`. */
export function lifecycleTests() {
  let database: TestDatabase;
  let fake: ReturnType<typeof createFakeCluster>;
  let clock: ReturnType<typeof testClock>;
  let portals: TestPortal[];

  beforeAll(async () => {
    database = await openTestDatabase();
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => {
    clock = testClock();
    fake = createFakeCluster({}, () => clock.now().toISOString());
    portals = [];
  });
  afterEach(async () => {
    await Promise.all(portals.map((portal) => portal.stop()));
    await database.db.$executeRaw`TRUNCATE "User", "Cluster" CASCADE`;
  });

  const open = async (options: Partial<TestPortalOptions> = {}): Promise<TestPortal> => {
    const portal = await openTestPortal({ database, provider: fake.provider, now: clock.now, ...options });
    portals.push(portal);
    return portal;
  };
  const settled = (portal: TestPortal, call: Call, phase: string, name = "lab") =>
    portal.until(
      () => getWorkspace(call, { name }),
      (seen) => seen.phase === phase && seen.operation === null,
    );

  return {
    open,
    settled,
    clock: () => clock,
    fake: () => fake.control,
    /** A workspace `lab` that runs, with these lines in its document. */
    async running(lines: string, name = "lab", portal?: TestPortal): Promise<Running> {
      const used = portal ?? (await open());
      const call = await used.as("editor");
      await createWorkspace(call, { yaml: `name: ${name}\ncontainer_config:\n  image: example/one:1\n${lines}` });
      return { portal: used, services: used.services, call, workspace: await settled(used, call, "running", name) };
    },
  };
}
