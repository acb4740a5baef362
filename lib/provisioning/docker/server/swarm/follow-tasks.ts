import { setTimeout as delay } from "node:timers/promises";
import { labelKeys } from "../../../labels";
import type { ServiceAnswer, TaskAnswer } from "../../swarm/answers";
import type { Follow } from "../mode";
import type { Swarm } from "./swarm";

/** Milliseconds between two looks: while a task is on its way or something was just changed, while one stays so, and when all is calm. */
const pauses = { moving: 250, stuck: 2_000, calm: 5_000 } as const;
const stuckAfterMilliseconds = 60_000;
/** Swarm makes and ends tasks some time after a change was accepted. */
const stirredMilliseconds = 5_000;

type Standing = { readonly id: string; readonly main: string; readonly text: string };

/**
 * The engine's events tell of containers on its own node; of a task that waits, is refused or runs elsewhere there is none. So all services and
 * tasks are listed, two requests however many there are.
 */
export function createFollower(swarm: Swarm): { readonly follow: Follow; readonly stir: () => void } {
  let stirredAt = -Infinity;
  let wake = new AbortController();
  const follow: Follow = async (changed, signal) => {
    let known: ReadonlyMap<string, Standing> | null = null;
    let movingSince: number | null = null;
    while (!signal.aborted) {
      const [services, tasks] = await Promise.all([swarm.services(null, signal), swarm.tasks(null, signal)]);
      const present = standings(services, tasks);
      for (const { id, main } of changesOf(known, present)) await changed(id, main);
      known = present;
      movingSince = tasks.some(isMoving) ? (movingSince ?? performance.now()) : null;
      wake = new AbortController();
      const pause = pauseOf(movingSince, stirredAt);
      await delay(pause, undefined, { signal: AbortSignal.any([signal, wake.signal]), ref: false }).catch(
        () => undefined,
      );
    }
  };
  return {
    follow,
    stir: () => {
      stirredAt = performance.now();
      wake.abort();
    },
  };
}

function pauseOf(movingSince: number | null, stirredAt: number): number {
  const now = performance.now();
  if (now - stirredAt < stirredMilliseconds) return pauses.moving;
  if (movingSince === null) return pauses.calm;
  return now - movingSince > stuckAfterMilliseconds ? pauses.stuck : pauses.moving;
}

const isMoving = ({ Status, DesiredState }: TaskAnswer): boolean =>
  (DesiredState === "running" || DesiredState === "ready") && Status.State !== "running";

function standings(services: readonly ServiceAnswer[], tasks: readonly TaskAnswer[]): ReadonlyMap<string, Standing> {
  const byService = new Map<string, TaskAnswer[]>();
  for (const task of tasks) byService.set(task.ServiceID, [...(byService.get(task.ServiceID) ?? []), task]);
  return new Map(
    services.flatMap(({ ID, Version, Spec }) => {
      const id = Spec.Labels?.[labelKeys.workspaceId];
      if (!id) return [];
      const of = (byService.get(ID) ?? []).map((task) => [
        task.ID,
        task.Status.State,
        task.DesiredState,
        task.Status.Err,
      ]);
      return [[ID, { id, main: Spec.Name, text: JSON.stringify([Version.Index, of]) }] as const];
    }),
  );
}

/** What is new, another than before, or gone. The first look is the watch's own. */
function changesOf(
  known: ReadonlyMap<string, Standing> | null,
  present: ReadonlyMap<string, Standing>,
): readonly Standing[] {
  if (!known) return [];
  const moved = [...present].filter(([service, { text }]) => known.get(service)?.text !== text);
  const gone = [...known].filter(([service]) => !present.has(service));
  return [...moved, ...gone].map(([, standing]) => standing);
}
