"use client";
import { ActionIcon, AppShell, Burger, Group, Kbd, NavLink, Text, ThemeIcon, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAnchor, IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";
import type { Operate } from "@/components/workspaces/table/operate";
import { LiveProvider } from "./live";
import { IdleNotices } from "./idle-notices";
import { LiveBanner } from "./live-banner";
import type { PageId } from "./page-needs";
import { pages } from "./pages";
import type { Person } from "./person";
import { LanguageSelect, SchemeToggle } from "./preferences";
import classes from "./shell.module.css";
import { useShortcuts } from "./use-shortcuts";

// Not part of the first load: each is fetched when it is first asked for.
const Palette = dynamic(() => import("./palette").then((module) => module.Palette), { ssr: false });
const ShortcutsDialog = dynamic(() => import("./shortcuts-dialog").then((module) => module.ShortcutsDialog), {
  ssr: false,
});
const AccountMenu = dynamic(() => import("./account-menu").then((module) => module.AccountMenu), { ssr: false });

/** First and last initial; Mantine's Avatar would bring the code of tooltips with it. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? "")][0]?.toUpperCase() ?? "")
    .join("");
}

type Props = { person: Person; visible: readonly PageId[]; operate: Operate; children: ReactNode };

/** Header, navigation and the keys that work on every page. */
export function Shell({ person, visible, operate, children }: Props) {
  const t = useTranslations("shell");
  const router = useRouter();
  const path = usePathname();
  const [navigation, { toggle, close }] = useDisclosure();
  const [used, setUsed] = useState({ palette: false, account: false, shortcuts: false });
  const [shortcuts, showShortcuts] = useDisclosure();
  useEffect(close, [path, close]);

  const openPalette = () => {
    if (used.palette) void import("./palette-store").then(({ paletteStore }) => paletteStore.open());
    else setUsed({ ...used, palette: true });
  };
  const openShortcuts = () => {
    setUsed((before) => ({ ...before, shortcuts: true }));
    showShortcuts.open();
  };
  useShortcuts({
    "mod+k": openPalette,
    "?": openShortcuts,
    ...(person.mayCreate ? { n: () => router.push("/workspaces/new") } : {}),
    ...Object.fromEntries(visible.map((id) => [`g ${pages[id].key}`, () => router.push(pages[id].href)])),
  });

  const account = (
    <UnstyledButton
      aria-label={t("account", { name: person.name })}
      aria-haspopup="menu"
      onClick={() => setUsed((before) => ({ ...before, account: true }))}
    >
      <span className={classes.avatar} aria-hidden>
        {initials(person.name)}
      </span>
    </UnstyledButton>
  );

  return (
    <LiveProvider>
      <a href="#content" className={classes.skip}>
        {t("skip")}
      </a>
      <AppShell header={{ height: 56 }} navbar={{ width: 216, breakpoint: "sm", collapsed: { mobile: !navigation } }}>
        <AppShell.Header>
          <Group h="100%" px="md" gap="sm" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger
                opened={navigation}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={t("navigation")}
                aria-expanded={navigation}
              />
              <Link href="/workspaces" className={classes.logo}>
                <ThemeIcon size={32} aria-hidden>
                  <IconAnchor size={19} />
                </ThemeIcon>
                Berth
              </Link>
            </Group>
            <UnstyledButton className={classes.jump} onClick={openPalette} visibleFrom="sm">
              <IconSearch size={16} aria-hidden />
              <Text fz="sm">{t("palette.open")}</Text>
              <Kbd ml="auto" size="xs" aria-hidden>
                Ctrl K
              </Kbd>
            </UnstyledButton>
            <Group gap="xs" wrap="nowrap">
              <ActionIcon
                variant="default"
                size={30}
                hiddenFrom="sm"
                aria-label={t("palette.open")}
                onClick={openPalette}
              >
                <IconSearch size={16} aria-hidden />
              </ActionIcon>
              <div className={classes.language}>
                <LanguageSelect />
              </div>
              <SchemeToggle />
              {used.account ? <AccountMenu person={person} target={account} onShortcuts={openShortcuts} /> : account}
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" aria-label={t("main")}>
          {visible.map((id) => {
            const { href, icon: Icon } = pages[id];
            const active = path === href || path.startsWith(`${href}/`);
            return (
              <NavLink
                key={id}
                component={Link}
                href={href}
                prefetch={false}
                active={active}
                {...(active ? { "aria-current": "page" as const } : {})}
                label={t(`page.${id}`)}
                leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
                className={classes.nav}
              />
            );
          })}
        </AppShell.Navbar>
        <AppShell.Main className={classes.main}>
          <LiveBanner />
          <IdleNotices />
          <div id="content" tabIndex={-1} className={classes.content}>
            {children}
          </div>
        </AppShell.Main>
      </AppShell>
      {used.palette ? <Palette person={person} visible={visible} operate={operate} /> : null}
      {used.shortcuts ? <ShortcutsDialog opened={shortcuts} onClose={showShortcuts.close} /> : null}
    </LiveProvider>
  );
}
