"use client";
import { Menu, Text } from "@mantine/core";
import { IconKeyboard, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useState, type ReactElement } from "react";
import type { Person } from "./person";
import { signOut } from "./sign-out";

type Props = { person: Person; target: ReactElement; onShortcuts: () => void };

/** Fetched with its first use; opens at once. */
export function AccountMenu({ person, target, onShortcuts }: Props) {
  const t = useTranslations();
  const [leaving, setLeaving] = useState(false);
  const leave = () => {
    setLeaving(true);
    void signOut();
  };
  return (
    <Menu
      position="bottom-end"
      width={230}
      defaultOpened
      returnFocus
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fz="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {person.name}
          </Text>
          <Text fz="xs" truncate>
            {person.email} · {t(`common.role.${person.role ?? "none"}`)}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} href="/me" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {t("shell.page.me")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onShortcuts}>
          {t("shell.shortcuts")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          closeMenuOnClick={false}
          disabled={leaving}
          onClick={leave}
        >
          {leaving ? t("shell.signing-out") : t("shell.sign-out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
