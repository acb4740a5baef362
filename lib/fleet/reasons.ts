import { say, type Said } from "@/lib/i18n/say";
import { strongestEffect, type Effect } from "@/lib/provisioning/plan";
import type { PlanDto } from "@/lib/workspaces/dto";
import type { Reason } from "./dto";

/** More paths say less. */
const mostPaths = 3;

const inWords: Readonly<Record<Exclude<Effect, "none">, (what: string) => Said>> = {
  live: (what) => say("fleet/why-live", { what }),
  restart: (what) => say("fleet/why-restart", { what }),
  recreate: (what) => say("fleet/why-recreate", { what }),
  "data-loss": (what) => say("fleet/why-data-loss", { what }),
};

export const reasonOf = ({ message, text }: Pick<Reason, "message" | "text">, path = ""): Reason => ({
  path,
  message,
  ...(text ? { text } : {}),
});

/** Why a plan has its effect: what of the objects changes, which settings are taken over, what the cluster warns of. */
export function reasonsOfPlan(
  plan: PlanDto,
  { settings, stopped, documentChanges }: { settings: readonly string[]; stopped: boolean; documentChanges: boolean },
): readonly Reason[] {
  const effect = strongestEffect(plan.steps.map((step) => step.effect));
  const told: Said[] = [];
  if (settings.length > 0) told.push(say("fleet/why-settings", { names: settings.join(", ") }));
  if (stopped && effect === "restart") told.push(say("fleet/why-stopped", { what: whatChanges(plan, effect) }));
  else if (effect !== "none") told.push(inWords[effect](whatChanges(plan, effect)));
  else if (plan.steps.length > 0) told.push(say("fleet/why-made", { what: whatChanges(plan, effect) }));
  else if (documentChanges) told.push(say("fleet/why-document"));
  const warnings = plan.warnings.map((message, index) => ({ message, text: plan.warning_texts[index] ?? undefined }));
  return [...told, ...warnings].map((said) => reasonOf(said));
}

function whatChanges(plan: PlanDto, effect: Effect): string {
  const paths = plan.steps
    .filter((step) => step.effect === effect)
    .flatMap(({ kind, name, changes }) => {
      const strong = changes.filter((change) => change.effect === effect).map(({ path }) => `${kind} ${path}`);
      return strong.length > 0 ? strong : [`${kind} ${name}`];
    });
  const shown = paths.slice(0, mostPaths).join(", ");
  return paths.length > mostPaths ? `${shown}, …` : shown;
}
