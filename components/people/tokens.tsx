"use client";
import { Alert, Button, Code, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmByName } from "@/components/ui/confirm-by-name";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorAlert } from "@/components/ui/error-alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { useSubmit } from "@/components/ui/use-submit";
import type { ActionResult } from "@/lib/shared/action-result";
import type { TokenDto } from "@/lib/workspaces/dto";
import { NewTokenDialog, type CreateToken } from "./new-token-dialog";

type Props = {
  tokens: readonly TokenDto[];
  createToken: CreateToken;
  revokeToken: (input: { readonly id: string }) => Promise<ActionResult<unknown>>;
};

/** API tokens of the person. A new one is shown once; the portal keeps only its hash. */
export function Tokens({ tokens: first, createToken, revokeToken }: Props) {
  const t = useTranslations("people.tokens");
  const [tokens, setTokens] = useState(first);
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<{ readonly name: string; readonly token: string } | null>(null);
  const [revoking, setRevoking] = useState<TokenDto | null>(null);
  const { busy, error, submit, clear } = useSubmit();

  return (
    <Stack gap="sm">
      {made ? (
        <Alert
          color="teal"
          role="status"
          icon={<IconKey size={18} aria-hidden />}
          title={t("made", { name: made.name })}
          withCloseButton
          closeButtonLabel={t("hide")}
          onClose={() => setMade(null)}
        >
          <Stack gap="xs" align="flex-start">
            <Text fz="sm">{t("once")}</Text>
            <Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
              {made.token}
            </Code>
            <CopyButton value={made.token} />
          </Stack>
        </Alert>
      ) : null}
      {tokens.length === 0 ? (
        <Text fz="sm" c="dimmed">
          {t("none")}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ tabIndex: 0 }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("name")}</Table.Th>
                <Table.Th>{t("scopes")}</Table.Th>
                <Table.Th>{t("expires")}</Table.Th>
                <Table.Th>{t("used")}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t("revoke")}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tokens.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td fw={600}>{token.name}</Table.Td>
                  <Table.Td>{token.scopes.join(", ")}</Table.Td>
                  <Table.Td>
                    <RelativeTime at={token.expires_at} never={t("never-expires")} />
                  </Table.Td>
                  <Table.Td>
                    <RelativeTime at={token.last_used_at} never={t("never-used")} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      aria-label={t("revoke-name", { name: token.name })}
                      onClick={() => setRevoking(token)}
                    >
                      {t("revoke")}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Group>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
          {t("create")}
        </Button>
      </Group>
      <NewTokenDialog
        opened={creating}
        onClose={() => setCreating(false)}
        createToken={createToken}
        onMade={(value, entry) => {
          setMade({ name: entry.name, token: value });
          setTokens((before) => [entry, ...before]);
          setCreating(false);
        }}
      />
      {revoking ? (
        <ConfirmByName
          opened
          title={t("revoke-title", { name: revoking.name })}
          name={revoking.name}
          confirm={t("revoke")}
          busy={busy}
          onClose={() => {
            clear();
            setRevoking(null);
          }}
          onConfirm={() =>
            void submit(
              () => revokeToken({ id: revoking.id }),
              () => {
                setTokens((before) => before.filter(({ id }) => id !== revoking.id));
                setRevoking(null);
              },
            )
          }
        >
          <ErrorAlert error={error} />
          <Text fz="sm">{t("revoke-text")}</Text>
        </ConfirmByName>
      ) : null}
    </Stack>
  );
}
