"use client";
import { Button, Group, Stack } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useSubmit, type SubmitError } from "@/components/ui/use-submit";
import type { VariablesEffectDto } from "@/lib/variables/dto";
import { EffectView } from "./effect-view";
import type { VariableActions, VariablesChange } from "./variable-actions";

type Props = {
  readonly title: string;
  /** What the form says now; null: nothing that could be reviewed yet. */
  readonly change: VariablesChange | null;
  readonly removes?: boolean;
  readonly actions: VariableActions;
  readonly onClose: () => void;
  readonly onSaved: (changes: VariablesEffectDto["changes"]) => void;
  /** The form; it shows the faults of its own fields. Without one, what would change is shown at once. */
  readonly children?: (error: SubmitError | null) => ReactNode;
};

/** A form, then what it would change, then *Save*: nothing is saved that was not shown. */
export function ChangeDialog({ title, change, removes = false, actions, onClose, onSaved, children }: Props) {
  const t = useTranslations("variables.review");
  const { busy, error, submit, clear } = useSubmit();
  const [effect, setEffect] = useState<VariablesEffectDto | null>(null);
  const review = () => change && void submit(() => actions.preview(change), setEffect);
  const save = () =>
    change &&
    void submit(
      () => actions.save(change),
      ({ changes }) => onSaved(changes),
    );
  const formless = children === undefined;
  const reviewed = useRef(false);
  useEffect(() => {
    if (!formless || reviewed.current) return;
    reviewed.current = true;
    review();
  });
  const back = () => {
    clear();
    setEffect(null);
  };
  return (
    <Dialog opened onClose={onClose} title={title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (effect) save();
          else review();
        }}
      >
        <Stack gap="md">
          {effect ? <EffectView effect={effect} /> : children?.(error)}
          {effect || formless ? <ErrorAlert error={error} /> : null}
          <Group justify={effect && !formless ? "space-between" : "flex-end"}>
            {effect && !formless ? (
              <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={back}>
                {t("back")}
              </Button>
            ) : null}
            <Button
              type="submit"
              loading={busy}
              disabled={change === null}
              {...(effect && removes ? { color: "red" } : {})}
              // The focus must not stay on a button that is gone.
              key={effect ? "save" : "review"}
              autoFocus={effect !== null}
            >
              {effect ? t(removes ? "remove" : "save") : t("ask")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
