"use client";
import { MantineThemeProvider } from "@mantine/core";
import { Spotlight } from "@mantine/spotlight";
import {
  IconExternalLink,
  IconLayoutGrid,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlus,
  IconRefresh,
  IconSearch,
  type Icon,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { applies, pageOfWorkspace, verbs, type Operate } from "@/components/workspaces/table/operate";
import { useOperate } from "@/components/workspaces/table/use-operate";
import type { WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { paletteStore } from "./palette-store";
import type { PageId } from "./page-needs";
import { pages } from "./pages";
import type { Person } from "./person";
import { useSchemeToggle } from "./preferences";
import { readQuery, type PaletteVerb } from "./palette-words";
import { searchWorkspaces } from "./search-workspaces";
import { signOut } from "./sign-out";

type Entry = {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  readonly run: () => void;
};

type Props = { readonly person: Person; readonly visible: readonly PageId[]; readonly operate: Operate };

const verbIcons = {
  open: IconExternalLink,
  start: IconPlayerPlay,
  stop: IconPlayerStop,
  restart: IconRefresh,
} as const satisfies Record<PaletteVerb, Icon>;

/** Of more workspaces the actions would fill the list. */
const actedOn = 3;

/** The command palette: workspaces (asked of the server), pages and actions. Fetched with its first use; opens at once. */
export function Palette({ person, visible, operate }: Props) {
  const t = useTranslations("shell");
  const words = useTranslations("workspaces");
  const phase = useTranslations("workspaces.phase");
  const { onVerb } = useOperate(operate);
  const router = useRouter();
  const toggleScheme = useSchemeToggle();
  const [query, setQuery] = useState("");
  const { verb, search } = readQuery(query, {
    open: words("open"),
    start: words("verb.start"),
    stop: words("verb.stop"),
    restart: words("verb.restart"),
  });
  const [asked] = useDebouncedValue(search, 150);
  useEffect(() => paletteStore.open(), []);

  const found = useQuery({
    queryKey: ["workspaces", "palette", asked],
    queryFn: ({ signal }) => searchWorkspaces(asked, signal),
    placeholderData: keepPreviousData,
  });

  const matches = (entry: Entry) => entry.label.toLowerCase().includes(query.trim().toLowerCase());
  const workspaces = (found.data?.items ?? []).map<Entry>((workspace) => ({
    id: workspace.id,
    label: workspace.name,
    description: `${phase(workspace.phase)} · ${workspace.cluster} · ${workspace.owner}`,
    icon: IconLayoutGrid,
    run: () => router.push(pageOfWorkspace(workspace)),
  }));
  // An answer to what was typed before must not become "stop" for another workspace.
  const settled = asked === search && found.data !== undefined && !found.isPlaceholderData;
  const onWorkspaces = settled && (search !== "" || verb !== null) ? found.data.items.slice(0, actedOn) : [];
  const workspaceActions = onWorkspaces.flatMap((workspace) =>
    verbsOf(workspace)
      .filter((item) => verb === null || item === verb)
      .map<Entry>((item) => ({
        id: `${item}-${workspace.id}`,
        label: words(`${item}-name`, { name: workspace.name }),
        icon: verbIcons[item],
        run: () =>
          item === "open" ? void window.open(workspace.url, "_blank", "noopener") : onVerb(item, [workspace]),
      })),
  );
  const pageEntries = visible
    .map<Entry>((id) => ({
      id: `page-${id}`,
      label: t(`page.${id}`),
      icon: pages[id].icon,
      run: () => router.push(pages[id].href),
    }))
    .filter(matches);
  const everywhere: readonly Entry[] = [
    ...(person.mayCreate
      ? [{ id: "new", label: t("palette.new-workspace"), icon: IconPlus, run: () => router.push("/workspaces/new") }]
      : []),
    { id: "scheme", label: t("palette.toggle-scheme"), icon: IconMoon, run: toggleScheme },
    { id: "sign-out", label: t("sign-out"), icon: IconLogout, run: () => void signOut() },
  ].filter(matches);
  const actions = [...workspaceActions, ...everywhere];

  useEffect(() => {
    if (settled && query !== "") selectFirst();
  }, [settled, query]);

  const shownWorkspaces = [t("palette.workspaces"), workspaces] as const;
  const shownActions = [t("palette.actions"), actions] as const;
  const groups = [
    ...(verb === null ? [shownWorkspaces, shownActions] : [shownActions, shownWorkspaces]),
    [t("palette.pages"), pageEntries] as const,
  ];
  const nothing = groups.every(([, entries]) => entries.length === 0);

  return (
    <MantineThemeProvider
      theme={{
        components: {
          ModalContent: { defaultProps: { "aria-label": t("palette.open") } },
          // The list must be within reach of the keyboard where it is longer than its frame.
          ScrollAreaAutosize: { defaultProps: { viewportProps: { tabIndex: 0 } } },
        },
      }}
    >
      <Spotlight.Root
        store={paletteStore.store}
        shortcut={null}
        query={query}
        onQueryChange={setQuery}
        maxHeight={420}
        scrollable
      >
        <Spotlight.Search
          placeholder={t("palette.placeholder")}
          aria-label={t("palette.placeholder")}
          leftSection={<IconSearch size={18} aria-hidden />}
        />
        <Spotlight.ActionsList>
          {found.isError ? <Spotlight.Empty role="alert">{t("palette.failed")}</Spotlight.Empty> : null}
          {groups.map(([label, entries]) =>
            entries.length > 0 ? (
              <Spotlight.ActionsGroup key={label} label={label}>
                {entries.map((entry) => (
                  <Spotlight.Action
                    key={entry.id}
                    label={entry.label}
                    {...(entry.description ? { description: entry.description } : {})}
                    leftSection={<entry.icon size={18} stroke={1.6} aria-hidden />}
                    onClick={entry.run}
                  />
                ))}
              </Spotlight.ActionsGroup>
            ) : null,
          )}
          {nothing ? (
            <Spotlight.Empty>
              {found.isFetching ? t("palette.searching") : t("palette.empty", { query })}
            </Spotlight.Empty>
          ) : null}
        </Spotlight.ActionsList>
      </Spotlight.Root>
    </MantineThemeProvider>
  );
}

/** Mantine selects the first entry when the text changes; entries that come with a later answer take its mark away. */
function selectFirst(): void {
  const entries = [...document.querySelectorAll("[role=dialog] [data-action]")];
  if (entries.length === 0 || entries.some((entry) => entry.hasAttribute("data-selected"))) return;
  entries[0]?.setAttribute("data-selected", "true");
  paletteStore.store.updateState((state) => ({ ...state, selected: 0 }));
}

/** What this person may do with it and what would do something. */
const verbsOf = (workspace: WorkspaceSummaryDto): readonly PaletteVerb[] => [
  ...(workspace.ready && workspace.may.open ? (["open"] as const) : []),
  ...verbs.filter((verb) => applies(verb, workspace)),
];
