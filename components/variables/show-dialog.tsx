"use client";
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { useSubmit } from "@/components/ui/use-submit";
import type { VariableActions } from "./variable-actions";

type Props = {
  readonly cluster: string;
  readonly name: string;
  readonly show: VariableActions["show"];
  readonly onClose: () => void;
};

/** Says first that it is recorded, then shows the value; nothing of it stays when the dialog closes. */
export function ShowDialog({ cluster, name, show, onClose }: Props) {
  const t = useTranslations("variables.show");
  const { busy, error, submit } = useSubmit();
  const [value, setValue] = useState<string | null>(null);
  return (
    <Dialog opened onClose={onClose} title={t("title", { name })}>
      <Stack gap="md">
        <Text fz="sm">{t("warning")}</Text>
        <ErrorAlert error={error} />
        {value === null ? (
          <Group justify="flex-end">
            <Button
              loading={busy}
              leftSection={<IconEye size={16} aria-hidden />}
              onClick={() =>
                void submit(
                  () => show({ cluster, name }),
                  (found) => setValue(found.value),
                )
              }
            >
              {t("ask")}
            </Button>
          </Group>
        ) : (
          <Textarea label={t("value")} value={value} readOnly autosize minRows={1} maxRows={12} ff="monospace" />
        )}
      </Stack>
    </Dialog>
  );
}
