"use client";
import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorAlert } from "@/components/ui/error-alert";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import { scopes, type TokenScope } from "@/lib/access/grants";
import type { ActionResult } from "@/lib/shared/action-result";
import type { TokenDto } from "@/lib/workspaces/dto";

export type CreateToken = (input: {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  /** ISO 8601; absent: does not expire. */
  readonly expires_at?: string;
}) => Promise<ActionResult<{ readonly token: string; readonly entry: TokenDto }>>;

const dayMilliseconds = 86_400_000;
const lifetimes = [7, 30, 90, 365] as const;

type Props = {
  opened: boolean;
  onClose: () => void;
  createToken: CreateToken;
  onMade: (token: string, entry: TokenDto) => void;
};

export function NewTokenDialog({ opened, onClose, createToken, onMade }: Props) {
  const t = useTranslations("people.tokens");
  const cancel = useTranslations("common")("cancel");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(["read"]);
  const [days, setDays] = useState("90");
  const { busy, error, submit } = useSubmit();

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const input = {
      name,
      scopes: scopes.filter((scope) => chosen.includes(scope)),
      ...(days === "never" ? {} : { expires_at: new Date(Date.now() + Number(days) * dayMilliseconds).toISOString() }),
    };
    void submit(
      () => createToken(input),
      ({ token, entry }) => {
        setName("");
        onMade(token, entry);
      },
    );
  };

  return (
    <Dialog opened={opened} onClose={onClose} title={t("create")}>
      <form onSubmit={onSubmit}>
        <Stack gap="md">
          <ErrorAlert error={error} />
          <TextInput
            required
            data-autofocus
            label={t("name")}
            description={t("name-hint")}
            maxLength={100}
            value={name}
            error={faultOf(error, "name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group label={t("scopes")} value={[...chosen]} onChange={setChosen} error={faultOf(error, "scopes")}>
            <Stack gap={6} mt={6}>
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <NativeSelect
            label={t("expires")}
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
            data={[
              ...lifetimes.map((count) => ({ value: String(count), label: t("days", { count }) })),
              { value: "never", label: t("never-expires") },
            ]}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {cancel}
            </Button>
            <Button type="submit" loading={busy} disabled={name.trim() === "" || chosen.length === 0}>
              {t("create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
