"use client";
import { Loader, TextInput } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useTold } from "@/components/ui/told";
import { checkName } from "@/lib/workspaces/names";

type Props = {
  readonly value: string;
  readonly onChange: (name: string) => void;
  /** The server's word on this very text: null while it is being asked. */
  readonly taken: boolean | null;
  readonly cluster: string;
};

/** Checked while typing: its form here, whether it is taken by the server. An untouched field shows no fault. */
export function NameField({ value, onChange, taken, cluster }: Props) {
  const t = useTranslations("editor");
  const told = useTold();
  const wrong = value === "" ? null : checkName(value);
  const fault = wrong ? told(wrong) : taken === true ? t("name.taken", { name: value, cluster }) : null;
  const sign =
    value === "" || fault !== null ? null : taken === null ? (
      <Loader size={14} aria-label={t("name.checking")} />
    ) : (
      <IconCircleCheck size={18} color="var(--mantine-color-teal-6)" role="img" aria-label={t("name.free")} />
    );
  return (
    <TextInput
      id="field:name"
      data-autofocus
      withAsterisk
      label={t("name.label")}
      description={t("name.help")}
      autoComplete="off"
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      rightSection={sign}
      value={value}
      error={fault}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
