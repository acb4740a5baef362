"use client";
import { PasswordInput, Progress, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { passwordStrength, shortestPassword } from "./password-strength";

const looks = {
  short: { value: 15, color: "red" },
  weak: { value: 35, color: "orange" },
  fair: { value: 65, color: "yellow" },
  strong: { value: 100, color: "teal" },
} as const;

type Props = { label: string; value: string; onChange: (value: string) => void; error?: ReactNode };

/** A field for a password that is being chosen, with how strong it is in words. */
export function NewPassword({ label, value, onChange, error }: Props) {
  const t = useTranslations("people.password");
  const strength = passwordStrength(value);
  return (
    <div>
      <PasswordInput
        required
        label={label}
        description={t("rule", { count: shortestPassword })}
        autoComplete="new-password"
        value={value}
        error={error}
        visibilityToggleButtonProps={{ "aria-label": t("show") }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {value ? (
        <>
          <Progress mt={6} size={4} value={looks[strength].value} color={looks[strength].color} aria-hidden />
          <Text fz="xs" c="dimmed" mt={2} role="status">
            {t(`strength.${strength}`)}
          </Text>
        </>
      ) : null}
    </div>
  );
}
