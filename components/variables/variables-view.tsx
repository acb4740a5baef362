"use client";
import { Button, Group, Menu, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconDownload, IconFileImport, IconPlus, IconSearch, IconVariable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { fetchJson } from "@/components/ui/fetch-json";
import { InlineCode } from "@/components/ui/inline-code";
import { notify } from "@/components/ui/notify";
import { PageHeader } from "@/components/ui/page-header";
import { StateMessage } from "@/components/ui/state-message";
import type { VariableDto, VariablesDto, VariablesEffectDto } from "@/lib/variables/dto";
import { ChangeDialog } from "./change-dialog";
import { ImportDialog } from "./import-dialog";
import { SharedSecrets } from "./shared-secrets";
import { ShowDialog } from "./show-dialog";
import { VariableDialog } from "./variable-dialog";
import { VariablesTable } from "./variables-table";
import type { VariableActions } from "./variable-actions";

type Props = {
  readonly clusters: readonly string[];
  /** Null: there is none yet. */
  readonly cluster: string | null;
  readonly first: VariablesDto | null;
  readonly mayWrite: boolean;
  readonly mayShow: boolean;
  readonly actions: VariableActions;
};

type Open =
  { readonly kind: "add" | "import" } | { readonly kind: "edit" | "delete" | "show"; readonly of: VariableDto };

/** How many workspaces have another value is worked out after a change is saved, and has no event of its own. */
const refetchMilliseconds = 5_000;
/** More rows make the page slow and help nobody. */
const mostRows = 200;

/** The variables of one cluster, and secrets that its workspaces offer each other. */
export function VariablesView({ clusters, cluster, first, mayWrite, mayShow, actions }: Props) {
  const t = useTranslations("variables");
  const router = useRouter();
  const [open, setOpen] = useState<Open | null>(null);
  const [search, setSearch] = useState("");
  const path = `/api/v1/clusters/${encodeURIComponent(cluster ?? "")}/variables`;
  const { data, refetch } = useQuery({
    queryKey: ["clusters", "variables", cluster],
    queryFn: ({ signal }) => fetchJson<VariablesDto>(path, signal),
    enabled: first !== null,
    refetchInterval: refetchMilliseconds,
    ...(first ? { initialData: first } : {}),
  });
  const close = () => setOpen(null);
  const saved = (changes: VariablesEffectDto["changes"]) => {
    close();
    const [only] = changes;
    const message =
      only?.kind === "removed" ? t("removed", { name: only.name }) : t("saved", { count: changes.length });
    void notify({ color: "teal", message });
    void refetch();
  };
  const buttons = mayWrite ? (
    <>
      <Button
        variant="default"
        leftSection={<IconFileImport size={18} aria-hidden />}
        onClick={() => setOpen({ kind: "import" })}
      >
        {t("import")}
      </Button>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpen({ kind: "add" })}>
        {t("add")}
      </Button>
    </>
  ) : null;
  if (!data || cluster === null) return <PageHeader title={t("title")} subtitle={t("subtitle")} />;
  const wanted = search.trim().toLowerCase();
  const found = data.items.filter(({ name }) => name.toLowerCase().includes(wanted));
  const dialog = { cluster, actions, onClose: close, onSaved: saved };
  return (
    <Stack gap="md">
      <PageHeader title={t("title")} subtitle={t("subtitle")}>
        <ExportMenu path={path} cluster={cluster} />
        {buttons}
      </PageHeader>
      <Group gap="sm" align="flex-end">
        <Select
          label={t("cluster")}
          data={[...clusters]}
          value={cluster}
          allowDeselect={false}
          onChange={(name) => name && router.push(`/variables?${new URLSearchParams({ cluster: name })}`)}
        />
        <TextInput
          type="search"
          label={t("search")}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          leftSection={<IconSearch size={16} aria-hidden />}
          miw={220}
        />
      </Group>
      <Text fz="sm" c="dimmed">
        <InlineCode text={inheritanceText(t, data.inheritance)} />
      </Text>
      {data.items.length === 0 ? (
        <StateMessage icon={<IconVariable size={24} />} title={t("empty.title")} text={t("empty.text")} />
      ) : found.length === 0 ? (
        <Text fz="sm" role="status">
          {t("nothing-found", { search })}
        </Text>
      ) : (
        <VariablesTable
          cluster={cluster}
          items={found.slice(0, mostRows)}
          onEdit={mayWrite ? (of) => setOpen({ kind: "edit", of }) : null}
          onDelete={mayWrite ? (of) => setOpen({ kind: "delete", of }) : null}
          onShow={mayShow ? (of) => setOpen({ kind: "show", of }) : null}
        />
      )}
      {found.length > mostRows ? (
        <Text fz="sm" c="dimmed">
          {t("more", { count: found.length - mostRows })}
        </Text>
      ) : null}
      {data.shared_secrets.length > 0 ? (
        <SharedSecrets
          cluster={cluster}
          items={data.shared_secrets}
          withdraw={mayWrite ? actions.withdraw : null}
          onWithdrawn={() => void refetch()}
        />
      ) : null}
      {open?.kind === "add" ? <VariableDialog variable={null} {...dialog} /> : null}
      {open?.kind === "edit" ? <VariableDialog variable={open.of} {...dialog} /> : null}
      {open?.kind === "import" ? <ImportDialog {...dialog} /> : null}
      {open?.kind === "show" ? (
        <ShowDialog
          cluster={cluster}
          name={open.of.name}
          show={actions.show}
          onClose={() => {
            close();
            void refetch();
          }}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <ChangeDialog
          title={t("delete-form.title", { name: open.of.name })}
          change={{ cluster, remove: [open.of.name] }}
          removes
          actions={actions}
          onClose={close}
          onSaved={saved}
        />
      ) : null}
    </Stack>
  );
}

function inheritanceText(
  t: ReturnType<typeof useTranslations<"variables">>,
  { on, list, all }: VariablesDto["inheritance"],
): string {
  if (!on) return t("inheritance.off");
  if (list) return t("inheritance.list", { list });
  return t(all ? "inheritance.all" : "inheritance.none");
}

function ExportMenu({ path, cluster }: { path: string; cluster: string }) {
  const t = useTranslations("variables");
  return (
    <Menu position="bottom-end" returnFocus>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />}>
          {t("export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${path}?format=env`} download={`${cluster}.env`}>
          {t("export-env")}
        </Menu.Item>
        <Menu.Item component="a" href={`${path}?format=yaml`} download={`${cluster}-variables.yaml`}>
          {t("export-yaml")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
