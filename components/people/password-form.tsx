"use client";
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import type { ActionResult } from "@/lib/shared/action-result";
import { NewPassword } from "./new-password";
import { signInWithPassword } from "./sign-in";

export type ChangePassword = (input: {
  readonly current_password: string;
  readonly new_password: string;
}) => Promise<ActionResult<unknown>>;

/** A changed password ends every session, this one too: it is renewed at once with the new password. */
export function PasswordForm({ email, changePassword }: { email: string; changePassword: ChangePassword }) {
  const t = useTranslations("people.password");
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const { busy, error, submit } = useSubmit();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(
          () => changePassword({ current_password: current, new_password: password }),
          async () => {
            await signInWithPassword(email, password);
            setCurrent("");
            setPassword("");
            await notify({ color: "teal", message: t("changed") });
          },
        );
      }}
    >
      <Stack gap="sm">
        <ErrorAlert error={error} />
        <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
        <PasswordInput
          required
          label={t("current")}
          autoComplete="current-password"
          value={current}
          error={faultOf(error, "current_password")}
          visibilityToggleButtonProps={{ "aria-label": t("show") }}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <NewPassword label={t("new")} value={password} onChange={setPassword} error={faultOf(error, "new_password")} />
        <Group>
          <Button type="submit" variant="default" loading={busy} disabled={current === "" || password === ""}>
            {t("change")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
