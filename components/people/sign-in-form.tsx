"use client";
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { signInWithPassword, type SignInFailure } from "./sign-in";

/** `next`: where to go afterwards, a path of this portal. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations("people.sign-in");
  const show = useTranslations("people.password")("show");
  const [failure, setFailure] = useState<SignInFailure | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    const failed = await signInWithPassword(String(form.get("email")), String(form.get("password")));
    if (failed) {
      setFailure(failed);
      setBusy(false);
      return;
    }
    // A full load: the page that comes is rendered for the person who has just signed in.
    window.location.assign(next);
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        {failure ? (
          <Alert color="red" role="alert" icon={<IconAlertTriangle size={18} aria-hidden />}>
            {failure.reason === "limited"
              ? t("failure.limited", { seconds: failure.seconds })
              : t(`failure.${failure.reason}`)}
          </Alert>
        ) : null}
        <TextInput required autoFocus name="email" type="email" autoComplete="username" label={t("email")} />
        <PasswordInput
          required
          name="password"
          autoComplete="current-password"
          label={t("password")}
          visibilityToggleButtonProps={{ "aria-label": show }}
        />
        <Button type="submit" loading={busy} fullWidth>
          {t("submit")}
        </Button>
      </Stack>
    </form>
  );
}
