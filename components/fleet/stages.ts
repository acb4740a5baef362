import type { FleetItemDto } from "@/lib/fleet/dto";

export type Stage = {
  /** From 1. */
  readonly number: number;
  readonly all: number;
  readonly ended: number;
  readonly failed: number;
  readonly begun: boolean;
};

/** How far each stage of a rollout is. */
export function stagesOf(items: readonly Pick<FleetItemDto, "stage" | "state">[]): readonly Stage[] {
  const stages = new Map<number, Stage>();
  for (const { stage, state } of items) {
    if (stage === null) continue;
    const known = stages.get(stage) ?? { number: stage, all: 0, ended: 0, failed: 0, begun: false };
    stages.set(stage, {
      ...known,
      all: known.all + 1,
      ended: known.ended + (state === "waiting" || state === "working" ? 0 : 1),
      failed: known.failed + (state === "failed" ? 1 : 0),
      begun: known.begun || state !== "waiting",
    });
  }
  return [...stages.values()].sort((one, other) => one.number - other.number);
}
