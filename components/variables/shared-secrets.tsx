"use client";
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslations } from "next-intl";
import list from "@/components/ui/bordered-list.module.css";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { useSubmit } from "@/components/ui/use-submit";
import type { SharedSecretDto } from "@/lib/variables/dto";
import type { VariableActions } from "./variable-actions";

type Props = {
  readonly cluster: string;
  readonly items: readonly SharedSecretDto[];
  /** Null: this person may not. */
  readonly withdraw: VariableActions["withdraw"] | null;
  readonly onWithdrawn: () => void;
};

/** Secrets that owners of workspaces offer to all of the cluster; administrators may withdraw an offer. */
export function SharedSecrets({ cluster, items, withdraw, onWithdrawn }: Props) {
  const t = useTranslations("variables.shared");
  const { busy, error, submit } = useSubmit();
  return (
    <Stack gap="sm" component="section" aria-labelledby="shared-secrets">
      <Title order={2} id="shared-secrets" fz="lg">
        {t("title")}
      </Title>
      <Text fz="sm" c="dimmed">
        {t("text")}
      </Text>
      <ErrorAlert error={error} />
      <ul className={list.list}>
        {items.map(({ name, workspace, owner }) => (
          <li key={name} className={list.entry}>
            <Group justify="space-between" gap="xs">
              <div>
                <Text fz="sm" ff="monospace">
                  {name}
                </Text>
                <Text fz="xs" c="dimmed">
                  {t("of", { workspace, owner })}
                </Text>
              </div>
              {withdraw ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={busy}
                  aria-label={t("withdraw-one", { name })}
                  onClick={() =>
                    void submit(
                      () => withdraw({ cluster, workspace, name }),
                      () => {
                        void notify({ color: "teal", message: t("withdrawn", { name }) });
                        onWithdrawn();
                      },
                    )
                  }
                >
                  {t("withdraw")}
                </Button>
              ) : null}
            </Group>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
