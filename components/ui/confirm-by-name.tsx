"use client";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState, type ReactNode } from "react";
import { Dialog } from "./dialog";

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What must be typed. */
  name: string;
  /** The button, in the words of what it does. */
  confirm: string;
  busy: boolean;
  onConfirm: () => void;
  /** What is removed, what stays, and the error of the last try. */
  children: ReactNode;
};

/** A destructive step happens only after its object's name was typed. */
export function ConfirmByName({ opened, onClose, title, name, confirm, busy, onConfirm, children }: Props) {
  const t = useTranslations("common");
  const [typed, setTyped] = useState("");
  const close = () => {
    setTyped("");
    onClose();
  };
  return (
    <Dialog opened={opened} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === name) onConfirm();
        }}
      >
        <Stack gap="md">
          {children}
          <TextInput
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            label={t.rich("type-name", {
              name,
              code: (text) => (
                <Text span ff="monospace" fw={600}>
                  {text}
                </Text>
              ),
            })}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" color="red" disabled={typed !== name} loading={busy}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
