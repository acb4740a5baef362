import type { PlanDto } from "@/lib/workspaces/dto";

export type PlanStep = PlanDto["steps"][number];
export type StepAction = PlanStep["action"];
export type StepGroup = { readonly action: StepAction; readonly steps: readonly PlanStep[] };

/** What takes something away is read first. */
const reading: readonly StepAction[] = ["delete", "replace", "update", "create"];

/** Steps by what they do to an object, in the order of weight for the reader; inside a group the order in which they are done. */
export function groupSteps(steps: readonly PlanStep[]): readonly StepGroup[] {
  return reading
    .map((action) => ({ action, steps: steps.filter((step) => step.action === action) }))
    .filter((group) => group.steps.length > 0);
}
