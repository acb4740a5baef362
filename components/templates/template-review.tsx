"use client";
import { useTranslations } from "next-intl";
import type { SubmitError } from "@/components/ui/use-submit";
import { EffectReview } from "@/components/yaml/effect-review";
import { moveEffects, type MoveEffect, type TemplateEffectDto } from "@/lib/templates/dto";

type Props = {
  readonly effect: TemplateEffectDto;
  readonly busy: boolean;
  readonly error: SubmitError | null;
  readonly onBack: () => void;
  readonly onSave: (message: string) => void;
};

const colors: Readonly<Record<MoveEffect, string>> = {
  none: "gray",
  live: "teal",
  restart: "yellow",
  recreate: "orange",
  "data-loss": "red",
  input: "harbour",
  refused: "red",
};

/** What a move to the new version would do to every workspace that is made from the template, then *Save*. */
export function TemplateReview({ effect: { counts, items }, ...rest }: Props) {
  const t = useTranslations("templates.review");
  const kinds = moveEffects.map((kind) => ({
    kind,
    color: colors[kind],
    label: t(`effect.${kind}`),
    count: counts[kind] > 0 ? t(`count.${kind}`, { count: counts[kind] }) : null,
  }));
  return <EffectReview area="templates" kinds={kinds} items={items} {...rest} />;
}
