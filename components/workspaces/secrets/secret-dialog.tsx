"use client";
import { Button, Checkbox, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import type { WorkspaceSecretsDto } from "@/lib/variables/dto";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import type { SecretActions } from "./secret-actions";

type Props = {
  readonly workspace: WorkspaceDto;
  /** Name of the one that gets a new value; null: a new one. */
  readonly of: string | null;
  readonly mayOffer: boolean;
  readonly put: SecretActions["put"];
  readonly onClose: () => void;
  readonly onSaved: (name: string, secrets: WorkspaceSecretsDto) => void;
};

/** A name and a value, which is written and never read back. */
export function SecretDialog({ workspace, of, mayOffer, put, onClose, onSaved }: Props) {
  const t = useTranslations("variables.secrets");
  const { busy, error, submit } = useSubmit();
  const [name, setName] = useState(of ?? "");
  const [value, setValue] = useState("");
  const [shared, setShared] = useState(false);
  const fault = faultOf(error, name);
  const save = () =>
    submit(
      () =>
        put({
          name: workspace.name,
          cluster: workspace.cluster,
          secret: name,
          value,
          ...(shared ? { shared: true } : {}),
        }),
      (secrets) => onSaved(name, secrets),
    );
  return (
    <Dialog opened onClose={onClose} title={of === null ? t("new") : t("change", { name: of })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack gap="md">
          {of === null ? (
            <TextInput
              label={t("name")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={fault}
              required
              data-autofocus
              autoComplete="off"
              spellCheck={false}
            />
          ) : null}
          <PasswordInput
            label={t("value")}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            autoComplete="new-password"
            {...(of === null ? {} : { "data-autofocus": true })}
          />
          {mayOffer && of === null ? (
            <Checkbox
              label={t("offer")}
              description={t("offer-text")}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          ) : null}
          {fault === false || of !== null ? <ErrorAlert error={error} /> : null}
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={name === ""}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
