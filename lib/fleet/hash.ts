import { canonicalJson } from "@/lib/shared/json";
import { sha256 } from "@/lib/shared/sha256";
import type { FleetChange } from "./schema";
import type { ItemState } from "./rollout";

type Planned = { readonly workspaceId: string | null; readonly state: ItemState; readonly planHash: string };

/** The plan of a fleet change as one digest: another workspace, another plan of one, another change give another. */
export const fleetHash = (change: FleetChange, items: readonly Planned[]): string =>
  sha256(
    canonicalJson({ change, items: items.map(({ workspaceId, state, planHash }) => [workspaceId, state, planHash]) }),
  );
