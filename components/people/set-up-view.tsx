"use client";
import { Alert, Badge, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { CheckList, type Check } from "@/components/ui/check-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import type { ActionResult } from "@/lib/shared/action-result";
import { NewPassword } from "./new-password";
import { signInWithPassword } from "./sign-in";

export type OwnerInput = {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

/** What the portal found on this machine, before anybody told it anything. */
export type FoundCluster = {
  readonly name: string;
  readonly type: string;
  readonly state: "connected" | "connecting" | "unreachable";
  readonly detail: string;
};

type Props = {
  code: string;
  found: readonly FoundCluster[];
  checks: readonly Check[];
  createOwner: (input: OwnerInput) => Promise<ActionResult<unknown>>;
};

export function SetUpView({ code, found, checks, createOwner }: Props) {
  const t = useTranslations("people.set-up");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [done, setDone] = useState(false);
  const { busy, error, submit } = useSubmit();

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(
      () => createOwner({ code, name, email, password }),
      async () => {
        await signInWithPassword(email, password);
        setDone(true);
      },
    );
  };

  return (
    <Stack gap="lg">
      {done ? (
        <Alert
          color="teal"
          role="status"
          icon={<IconCircleCheck size={18} aria-hidden />}
          title={t("done.title", { name })}
        >
          <Stack gap="sm" align="flex-start">
            <Text fz="sm">{t("done.text")}</Text>
            <ButtonLink href="/workspaces/new">{t("done.create")}</ButtonLink>
          </Stack>
        </Alert>
      ) : (
        <form onSubmit={onSubmit}>
          <Stack gap="md">
            <Title order={2}>{t("owner")}</Title>
            <ErrorAlert error={error} />
            <TextInput
              required
              autoFocus
              label={t("name")}
              autoComplete="name"
              maxLength={100}
              value={name}
              error={faultOf(error, "name")}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              required
              type="email"
              label={t("email")}
              autoComplete="username"
              value={email}
              error={faultOf(error, "email")}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <NewPassword
              label={t("password")}
              value={password}
              onChange={setPassword}
              error={faultOf(error, "password")}
            />
            <Button type="submit" loading={busy}>
              {t("submit")}
            </Button>
          </Stack>
        </form>
      )}
      <section>
        <Title order={2}>{t("found")}</Title>
        <Text fz="sm" c="dimmed" mb="sm">
          {found.length > 0 ? t("found-text") : t("found-nothing")}
        </Text>
        <Stack gap="xs">
          {found.map((cluster) => (
            <Group key={cluster.name} justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text fz="sm" fw={600}>
                  {cluster.name}
                </Text>
                <Text fz="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                  {t(`type.${typeKey(cluster.type)}`)}
                  {cluster.detail ? ` · ${cluster.detail}` : ""}
                </Text>
              </div>
              <Badge
                miw="max-content"
                color={cluster.state === "connected" ? "teal" : cluster.state === "connecting" ? "blue" : "red"}
              >
                {t(`state.${cluster.state}`)}
              </Badge>
            </Group>
          ))}
        </Stack>
      </section>
      {checks.length > 0 ? (
        <section>
          <Title order={2} mb="sm">
            {t("checks")}
          </Title>
          <CheckList checks={checks} label={t("checks")} />
        </section>
      ) : null}
    </Stack>
  );
}

const typeKey = (type: string) => (type === "kubernetes" || type === "docker" ? type : "local");
