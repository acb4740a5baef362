"use client";
import { Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { faultOf, useSubmit } from "@/components/ui/use-submit";
import type { Locale } from "@/lib/i18n/locales";
import type { ActionResult } from "@/lib/shared/action-result";
import type { MeDto } from "@/lib/workspaces/dto";

export type UpdateProfile = (input: {
  readonly name?: string;
  readonly locale?: Locale;
}) => Promise<ActionResult<unknown>>;

export function ProfileForm({ me, updateProfile }: { me: MeDto; updateProfile: UpdateProfile }) {
  const t = useTranslations("people.profile");
  const role = useTranslations("common.role")(me.role ?? "none");
  const router = useRouter();
  const [name, setName] = useState(me.name);
  const { busy, error, submit } = useSubmit();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(
          () => updateProfile({ name }),
          async () => {
            router.refresh();
            await notify({ color: "teal", message: t("saved") });
          },
        );
      }}
    >
      <Stack gap="sm">
        <ErrorAlert error={error} />
        <Group gap="xs">
          <Text fz="sm">{me.email}</Text>
          <Badge>{role}</Badge>
        </Group>
        <Group align="flex-end" gap="xs">
          <TextInput
            required
            flex={1}
            label={t("name")}
            autoComplete="name"
            maxLength={100}
            value={name}
            error={faultOf(error, "name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={busy} disabled={name.trim() === "" || name === me.name}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
