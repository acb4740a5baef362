"use client";
import { Button, Group, Select, Stack, Switch, Text, Title } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { ConfirmByName } from "@/components/ui/confirm-by-name";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { useSubmit } from "@/components/ui/use-submit";
import type { TemplateDetailDto } from "@/lib/templates/dto";
import type { TemplateActions } from "./template-actions";

type Props = {
  readonly template: TemplateDetailDto;
  readonly others: readonly string[];
  readonly actions: Pick<TemplateActions, "save" | "remove">;
};

type Change = { hidden?: boolean; deprecated?: boolean; redirect?: string | null };

/** Whether it is offered, what takes its place, and its end. Holds for all versions and is in force at once. */
export function TemplateState({ template, others, actions }: Props) {
  const t = useTranslations("templates");
  const router = useRouter();
  const title = useId();
  const { busy, error, submit } = useSubmit();
  const { name, hidden, deprecated, redirect } = template;
  const change = (wanted: Change) =>
    void submit(
      () => actions.save({ name, ...wanted }),
      () => {
        void notify({ color: "teal", message: t("changed", { name }) });
        router.refresh();
      },
    );
  return (
    <Stack gap="sm" component="section" aria-labelledby={title}>
      <Title order={2} id={title}>
        {t("state.title")}
      </Title>
      <Switch
        label={t("state.hidden")}
        description={t("state.hidden-help")}
        checked={hidden}
        disabled={busy}
        onChange={(event) => change({ hidden: event.currentTarget.checked })}
      />
      <Switch
        label={t("state.deprecated")}
        description={t("state.deprecated-help")}
        checked={deprecated}
        disabled={busy}
        onChange={(event) => change({ deprecated: event.currentTarget.checked })}
      />
      {deprecated ? (
        <Select
          label={t("state.redirect")}
          placeholder={t("state.redirect-none")}
          clearable
          disabled={busy}
          data={[...new Set([...others, ...(redirect === null ? [] : [redirect])])]}
          value={redirect}
          onChange={(next) => change({ redirect: next })}
        />
      ) : null}
      <ErrorAlert error={error} />
      {template.built_in ? null : <DeleteTemplate name={name} remove={actions.remove} />}
    </Stack>
  );
}

function DeleteTemplate({ name, remove }: { name: string; remove: TemplateActions["remove"] }) {
  const t = useTranslations("templates");
  const router = useRouter();
  const [opened, setOpened] = useState(false);
  const { busy, error, submit } = useSubmit();
  const confirm = () =>
    void submit(
      () => remove({ name }),
      () => {
        void notify({ color: "teal", message: t("deleted", { name }) });
        router.push("/templates");
      },
    );
  return (
    <Group>
      <Button
        size="compact-sm"
        variant="light"
        color="red"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {t("state.delete")}
      </Button>
      <ConfirmByName
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("state.delete-title", { name })}
        name={name}
        confirm={t("state.delete")}
        busy={busy}
        onConfirm={confirm}
      >
        <Text fz="sm">{t("state.delete-text")}</Text>
        <ErrorAlert error={error} />
      </ConfirmByName>
    </Group>
  );
}
