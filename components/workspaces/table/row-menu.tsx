"use client";
import { Menu } from "@mantine/core";
import { IconFileText, IconPencil, IconPlayerPlay, IconPlayerStop, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactElement } from "react";
import type { Actor } from "@/lib/access/can";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { applies, mayDo, pageOfWorkspace, verbs, type Verb } from "./operate";

const icons = { start: IconPlayerPlay, stop: IconPlayerStop, restart: IconRefresh } as const;

type Props = {
  actor: Actor;
  row: WorkspaceSummaryDto;
  target: ReactElement;
  onVerb: (verb: Verb, rows: readonly WorkspaceSummaryDto[]) => void;
};

/** Fetched with the first menu of the page and mounted with the first click on its row. */
export function RowMenu({ actor, row, target, onVerb }: Props) {
  const t = useTranslations("workspaces");
  const operable = mayDo(actor, "workspace:operate", row);
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
        {operable
          ? verbs
              .filter((verb) => applies(verb, row))
              .map((verb) => {
                const Icon = icons[verb];
                return (
                  <Menu.Item
                    key={verb}
                    leftSection={<Icon size={16} aria-hidden />}
                    onClick={() => onVerb(verb, [row])}
                  >
                    {t(`verb.${verb}`)}
                  </Menu.Item>
                );
              })
          : null}
        <Menu.Item component={Link} href={page} leftSection={<IconFileText size={16} aria-hidden />}>
          {t("verb.details")}
        </Menu.Item>
        {operable ? (
          <Menu.Item component={Link} href={`${page}&action=update`} leftSection={<IconPencil size={16} aria-hidden />}>
            {t("verb.update")}
          </Menu.Item>
        ) : null}
        {mayDo(actor, "workspace:delete", row) ? (
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
