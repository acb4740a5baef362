import type { Call } from "@/lib/server/services";
import type { EffectiveDto, PlanDto } from "../dto";
import { toEffectiveDto } from "../effective-dto";
import type { Ref } from "./authorise";
import { planStored } from "./plan-stored";
import { prepareUpdate, type PreparedUpdate, type UpdateInput } from "./prepare-update";

export type UpdatePreview = {
  readonly plan: PlanDto;
  readonly effective: EffectiveDto;
  readonly settings_changed: readonly string[];
};

/** `prove`: for plans that people look at, not for those that are only compared. */
export function planOfUpdate(prepared: PreparedUpdate, signal: AbortSignal, prove = false): Promise<PlanDto> {
  const { cluster, next: workspace, composed, snapshot, newSnapshot } = prepared;
  // Variables that are secret before or after are masked on both sides.
  const both = { ...snapshot, variables: [...snapshot.variables, ...(newSnapshot?.variables ?? [])] };
  return planStored({ cluster, workspace, composed, snapshot: both, prove }, signal);
}

/** What an update would do, step by step, with the effect of each change. */
export async function previewUpdate(call: Call, ref: Ref, input: UpdateInput): Promise<UpdatePreview> {
  const prepared = await prepareUpdate(call, ref, input);
  const { effective, composed, settingsChanged } = prepared;
  const plan = await planOfUpdate(prepared, call.signal, true);
  return { plan, effective: toEffectiveDto(effective, composed.environment), settings_changed: settingsChanged };
}
