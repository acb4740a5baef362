"use client";
import { Button, Stack, Table, Text } from "@mantine/core";
import { IconArrowBackUp, IconTrashOff } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { ErrorAlert } from "@/components/ui/error-alert";
import { notify } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { StateMessage } from "@/components/ui/state-message";
import { useSubmit } from "@/components/ui/use-submit";
import type { ActionResult } from "@/lib/shared/action-result";
import type { DeletedWorkspaceDto } from "@/lib/workspaces/dto";

type Restore = (input: { id: string; name: string; cluster: string }) => Promise<ActionResult<unknown>>;

/** Workspaces that were deleted with their storage kept, and the way back. */
export function DeletedView({ items, restore }: { items: readonly DeletedWorkspaceDto[]; restore: Restore }) {
  const t = useTranslations("history.deleted");
  const router = useRouter();
  const { error, submit } = useSubmit();
  const [underWay, setUnderWay] = useState<string | null>(null);
  const bringBack = async ({ id, name, cluster }: DeletedWorkspaceDto) => {
    setUnderWay(id);
    await submit(
      () => restore({ id, name, cluster }),
      () => {
        void notify({ color: "teal", message: t("restored", { name }) });
        router.push(`/workspaces/${name}?${new URLSearchParams({ cluster })}`);
      },
    );
    setUnderWay(null);
  };
  return (
    <Stack gap="md">
      <PageHeader title={t("title")} subtitle={t("subtitle")}>
        <ButtonLink href="/workspaces" variant="default" prefetch={false}>
          {t("back")}
        </ButtonLink>
      </PageHeader>
      <ErrorAlert error={error} />
      {items.length === 0 ? (
        <StateMessage icon={<IconTrashOff size={24} />} title={t("none.title")} text={t("none.text")} />
      ) : (
        <DeletedTable items={items} underWay={underWay} onRestore={(item) => void bringBack(item)} />
      )}
    </Stack>
  );
}

type TableProps = {
  readonly items: readonly DeletedWorkspaceDto[];
  /** The id of the one that is being restored. */
  readonly underWay: string | null;
  readonly onRestore: (item: DeletedWorkspaceDto) => void;
};

function DeletedTable({ items, underWay, onRestore }: TableProps) {
  const t = useTranslations("history.deleted");
  return (
    <Table.ScrollContainer minWidth={620} type="native" aria-label={t("title")} tabIndex={0}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("name")}</Table.Th>
            <Table.Th>{t("owner")}</Table.Th>
            <Table.Th>{t("at")}</Table.Th>
            <Table.Th>{t("until")}</Table.Th>
            <Table.Th>{t("what")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={item.id}>
              <Table.Td>
                <Text fw={600} fz="sm">
                  {item.name}
                </Text>
                <Text fz="xs" c="dimmed">
                  {t("where", { cluster: item.cluster, revision: item.revision })}
                </Text>
              </Table.Td>
              <Table.Td>{item.owner}</Table.Td>
              <Table.Td>
                <RelativeTime at={item.deleted_at} />
              </Table.Td>
              <Table.Td>
                <RelativeTime at={item.restorable_until} />
              </Table.Td>
              <Table.Td>
                <Button
                  size="xs"
                  variant="default"
                  loading={underWay === item.id}
                  disabled={underWay !== null && underWay !== item.id}
                  leftSection={<IconArrowBackUp size={14} aria-hidden />}
                  aria-label={t("restore-one", { name: item.name })}
                  onClick={() => onRestore(item)}
                >
                  {t("restore")}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
