import type { TestDatabase } from "@/lib/database/server/testing";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import type { Call } from "@/lib/server/services";
import { createWorkspace } from "@/lib/workspaces/server/create-workspace";
import { getWorkspace } from "@/lib/workspaces/server/get-workspace";
import { openTestPortal, type TestPortal, type TestPortalOptions } from "@/lib/workspaces/server/testing";
import type { FleetDto, FleetPlanDto } from "../dto";
import type { ItemState } from "../rollout";
import { createFleetLoop, fleetLoopDefaults } from "./loop";

/** A portal with rollouts, for tests: `stop` ends both loops. */
export type FleetPortal = TestPortal;

/** Portals over one database and one fake cluster, which outlives them. */
export function fleetWorld(database: TestDatabase) {
  const fake = createFakeCluster();
  const portals: FleetPortal[] = [];

  async function open(options: Partial<TestPortalOptions> = {}): Promise<FleetPortal> {
    const portal = await openTestPortal({ database, provider: fake.provider, ...options });
    const quick = { sweepSeconds: 0.1, lookSeconds: 0.02, alone: false };
    const fleets = createFleetLoop(portal.services, { ...fleetLoopDefaults, ...quick });
    await fleets.start();
    const stop = async () => {
      await fleets.close();
      await portal.stop();
    };
    portals.push({ ...portal, stop });
    return { ...portal, stop };
  }

  /** Workspaces of the fake cluster that run, with their ids. */
  async function make(portal: FleetPortal, call: Call, names: readonly string[]): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const name of names) {
      const { workspace } = await createWorkspace(call, { yaml: `name: ${name}\ncontainer_config:\n  image: one:1\n` });
      ids.set(name, workspace.id);
    }
    for (const name of names)
      await portal.until(
        () => getWorkspace(call, { name }),
        (seen) => seen.ready && seen.operation === null,
      );
    return ids;
  }

  const close = async () => {
    await Promise.all(portals.map((portal) => portal.stop()));
    await database.db.$executeRaw`TRUNCATE "User", "Cluster", "Fleet" CASCADE`;
  };
  return { control: fake.control, open, make, close };
}

/** Names by the state that they are in. */
export function namesIn(fleet: FleetDto | FleetPlanDto, state: ItemState): readonly string[] {
  return fleet.items.filter((item) => item.state === state).map(({ name }) => name);
}
