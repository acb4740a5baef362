"use client";
import { useTranslations } from "next-intl";
import type { SubmitError } from "@/components/ui/use-submit";
import { EffectReview } from "@/components/yaml/effect-review";
import { policyEffects, type PolicyEffect, type PolicyEffectDto } from "@/lib/policy/dto";

type Props = {
  readonly effect: PolicyEffectDto;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly onBack: () => void;
  readonly onSave: (message: string) => void;
};

const colors: Readonly<Record<PolicyEffect, string>> = {
  unaffected: "gray",
  defaults: "harbour",
  overridden: "yellow",
  refused: "red",
};

/** What the policy would make of every workspace at its next start, then *Save*. */
export function PolicyReview({ effect: { counts, items }, ...rest }: Props) {
  const t = useTranslations("policies.review");
  const kinds = policyEffects.map((kind) => ({
    kind,
    color: colors[kind],
    label: t(`effect.${kind}`),
    count: counts[kind] > 0 ? t(`count.${kind}`, { count: counts[kind] }) : null,
  }));
  return <EffectReview area="policies" kinds={kinds} items={items} {...rest} />;
}
