import type { FleetSelector } from "@/lib/fleet/schema";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { readYaml } from "@/lib/shared/yaml";
import type { FleetActions } from "./fleet-actions";

export type ChangeKind = "update" | "restart" | "re-add-routes";

/** What a person has entered so far. */
export type ChangeDraft = {
  readonly kind: ChangeKind;
  /** The patch, as YAML. */
  readonly text: string;
  readonly settings: boolean;
  readonly message: string;
};

export const emptyDraft: ChangeDraft = { kind: "update", text: "", settings: false, message: "" };

/** Patches to begin with. */
export const examples = [
  { id: "image", text: "container_config:\n  image: registry.example.com/tool:2.0\n" },
  { id: "resources", text: 'container_config:\n  resources:\n    limits:\n      cpu: "2"\n      memory: 4Gi\n' },
  {
    id: "idle",
    text: "lifecycle_config:\n  termination_policy:\n    enable_auto_termination: true\n    max_idle_seconds: 3600\n",
  },
] as const;

export type PatchReading =
  { readonly ok: true; readonly patch: JsonObject | null } | { readonly ok: false; readonly faults: readonly Fault[] };

/** The patch of a text; null where it has none. Whether a document may be so, the plan tells for each workspace. */
export function readPatch(text: string, noMap: string): PatchReading {
  const reading = readYaml(text);
  if (!reading.ok) return { ok: false, faults: reading.faults };
  if (reading.value === null) return { ok: true, patch: null };
  if (!isObject(reading.value)) return { ok: false, faults: [{ path: "", message: noMap, line: 1, column: 1 }] };
  return { ok: true, patch: Object.keys(reading.value).length === 0 ? null : reading.value };
}

/** What the portal is asked to plan. */
export function planRequest(
  selector: FleetSelector,
  draft: ChangeDraft,
  patch: JsonObject | null,
): Parameters<FleetActions["plan"]>[0] {
  const { kind, settings, message } = draft;
  if (kind !== "update") return { selector, action: kind };
  return {
    selector,
    action: kind,
    update_workspace_settings: settings,
    ...(patch === null ? {} : { patch }),
    ...(message.trim() === "" ? {} : { message: message.trim() }),
  };
}
