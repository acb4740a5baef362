"use client";
import { Menu } from "@mantine/core";
import { IconFileText, IconPencil, IconPlayerPlay, IconPlayerStop, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactElement } from "react";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { applies, pageOfWorkspace, verbs, type Verb } from "./operate";

const icons = { start: IconPlayerPlay, stop: IconPlayerStop, restart: IconRefresh } as const;

type Props = {
  row: WorkspaceSummaryDto;
  target: ReactElement;
  onVerb: (verb: Verb, rows: readonly WorkspaceSummaryDto[]) => void;
};

/** Fetched with the first menu of the page and mounted with the first click on its row. */
export function RowMenu({ row, target, onVerb }: Props) {
  const t = useTranslations("workspaces");
  const page = pageOfWorkspace(row);
  return (
    <Menu
      position="bottom-end"
      defaultOpened
      returnFocus
      portalProps={{ target: "main" }}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {verbs
          .filter((verb) => applies(verb, row))
          .map((verb) => {
            const Icon = icons[verb];
            return (
              <Menu.Item key={verb} leftSection={<Icon size={16} aria-hidden />} onClick={() => onVerb(verb, [row])}>
                {t(`verb.${verb}`)}
              </Menu.Item>
            );
          })}
        <Menu.Item component={Link} href={page} leftSection={<IconFileText size={16} aria-hidden />}>
          {t("verb.details")}
        </Menu.Item>
        {row.may.operate && row.phase !== "deleting" ? (
          <Menu.Item component={Link} href={`${page}&action=update`} leftSection={<IconPencil size={16} aria-hidden />}>
            {t("verb.update")}
          </Menu.Item>
        ) : null}
        {row.may.delete && row.phase !== "deleting" ? (
          <>
            <Menu.Divider />
            <Menu.Item
              component={Link}
              href={`${page}&action=delete`}
              c="var(--mantine-color-error)"
              leftSection={<IconTrash size={16} aria-hidden />}
            >
              {t("verb.delete")}
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
