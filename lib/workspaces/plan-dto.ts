import type { Sayable } from "@/lib/i18n/text";
import type { Manifest } from "@/lib/provisioning/manifest";
import type { AdmissionChange } from "@/lib/provisioning/provider";
import { strongestEffect, type Step } from "@/lib/provisioning/plan";
import { canonicalJson } from "@/lib/shared/json";
import { sha256 } from "@/lib/shared/sha256";
import type { PlanDto } from "./dto";
import { maskChange, maskManifest } from "./mask";

export type PlanInput = {
  readonly wanted: readonly Manifest[];
  readonly steps: readonly Step[];
  readonly revision: number;
  readonly secretNames: ReadonlySet<string>;
  readonly warnings: readonly Sayable[];
  /** What the backend would make other than asked, by `Kind/name`. */
  readonly admission?: ReadonlyMap<string, readonly AdmissionChange[]>;
};

/**
 * The plan as shown. `hash` covers what is wanted and every difference from what was observed, secrets included, so that the plan that was
 * agreed to is the plan that is applied: when somebody or something else moved either side, the hash is another.
 */
export function toPlanDto({ wanted, steps, revision, secretNames, warnings, admission }: PlanInput): PlanDto {
  const differences = steps.map((step) =>
    step.action === "create" || step.action === "delete"
      ? [step.action, nameOf(step)]
      : [step.action, nameOf(step), step.changes],
  );
  return {
    hash: sha256(canonicalJson({ wanted, differences, revision })),
    effect: strongestEffect(steps.map((step) => step.effect)),
    steps: steps.map((step) => {
      const { kind, name } = subject(step);
      const changes = step.action === "update" || step.action === "replace" ? step.changes : [];
      return {
        action: step.action,
        kind,
        name,
        effect: step.effect,
        changes: changes.map((change) => {
          const { path, before, after, effect } = maskChange(kind, change, secretNames);
          return { path, before: before ?? null, after: after ?? null, effect };
        }),
        object: step.action === "create" ? maskManifest(step.after, secretNames).body : null,
        ...shownAdmission(kind, admission?.get(nameOf(step)) ?? [], secretNames),
      };
    }),
    warnings: warnings.map(({ message }) => message),
    warning_texts: warnings.map(({ text }) => text ?? null),
  };
}

const subject = (step: Step): Manifest => (step.action === "delete" ? step.before : step.after);
const nameOf = (step: Step): string => `${subject(step).kind}/${subject(step).name}`;

function shownAdmission(
  kind: string,
  changes: readonly AdmissionChange[],
  secretNames: ReadonlySet<string>,
): Pick<PlanDto["steps"][number], "admission"> {
  const shown = changes.map((change) => {
    const { path, before, after } = maskChange(kind, { ...change, effect: "none" }, secretNames);
    return { path, before: before ?? null, after: after ?? null };
  });
  return shown.length === 0 ? {} : { admission: shown };
}
