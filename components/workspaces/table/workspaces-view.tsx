"use client";
import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { noAnswer } from "@/components/ui/fetch-json";
import { PageHeader } from "@/components/ui/page-header";
import { StateMessage } from "@/components/ui/state-message";
import { useTold } from "@/components/ui/told";
import type { PageRequest, PagedSource } from "@/components/ui/use-paged-rows";
import { VirtualTable } from "@/components/ui/virtual-table";
import { can, type Actor } from "@/lib/access/can";
import type { ListDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { workspaceKeys } from "@/lib/workspaces/query-keys";
import { BulkBar } from "./bulk-bar";
import { EmptyList } from "./empty-list";
import { fetchWorkspaces } from "./fetch-workspaces";
import { apiQuery, filterFromParams, isNarrowed, paramsFromFilter, sorts, type ListFilter } from "./list-query";
import { pageOfWorkspace, type Operate } from "./operate";
import { RefusedAlert } from "./refused-alert";
import { Toolbar } from "./toolbar";
import { useColumns } from "./use-columns";
import { useOperate } from "./use-operate";

type Row = WorkspaceSummaryDto;

type Props = {
  readonly actor: Actor;
  readonly clusters: readonly string[];
  /** The first page for the address's filter, rendered by the server. */
  readonly first: ListDto<Row>;
  readonly operate: Operate;
  /** The workspace that the gateway did not let this person open. */
  readonly refused: string | null;
};

const everything = filterFromParams(new URLSearchParams());

export function WorkspacesView({ actor, clusters, first, operate, refused }: Props) {
  const t = useTranslations("workspaces");
  const common = useTranslations("common");
  const told = useTold();
  const router = useRouter();
  const address = useSearchParams();
  const searchBox = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState<ListFilter>(() => filterFromParams(address));
  const [settled] = useDebouncedValue(filter, 200);
  const [firstFilter] = useState(filter);
  const [total, setTotal] = useState<number | undefined>(first.total);
  const [selection, setSelection] = useState<ReadonlyMap<string, Row>>(new Map());
  const { busy, onVerb } = useOperate(operate);
  const { columns, card } = useColumns(onVerb);
  const mayCreate = can(actor, "workspace:create");

  useEffect(() => {
    const query = paramsFromFilter(settled);
    if (query !== window.location.search.slice(1))
      window.history.replaceState(null, "", query ? `?${query}` : window.location.pathname);
  }, [settled]);
  useEffect(() => focusOnSlash(searchBox), []);

  const source = useMemo<PagedSource<Row>>(() => {
    const query = apiQuery(settled, actor.email);
    return {
      queryKey: workspaceKeys.list(query),
      fetchPage: (request: PageRequest, signal: AbortSignal) => fetchWorkspaces(query, request, signal),
      initial: settled === firstFilter ? first : undefined,
    };
  }, [settled, actor.email, firstFilter, first]);

  const change = useCallback((next: Partial<ListFilter>) => setFilter((before) => ({ ...before, ...next })), []);
  const select = useCallback(
    (row: Row) =>
      setSelection((before) => {
        const next = new Map(before);
        if (!next.delete(row.id)) next.set(row.id, row);
        return next;
      }),
    [],
  );
  // Live changes reach the selection too: its buttons count what they would act on.
  const refresh = useCallback(
    (rows: Iterable<Row>) =>
      setSelection((before) => {
        const changed = [...rows].filter((row) => before.has(row.id) && before.get(row.id) !== row);
        return changed.length === 0 ? before : new Map([...before, ...changed.map((row) => [row.id, row] as const)]);
      }),
    [],
  );
  const open = useCallback((row: Row) => router.push(pageOfWorkspace(row)), [router]);
  const clear = () => setSelection(new Map());

  return (
    <>
      <PageHeader title={t("title")} subtitle={total === undefined ? common("loading") : t("count", { count: total })}>
        {mayCreate ? (
          <ButtonLink href="/workspaces/deleted" prefetch={false} variant="subtle">
            {t("deleted")}
          </ButtonLink>
        ) : null}
        {mayCreate ? (
          <ButtonLink href="/workspaces/new" prefetch={false} leftSection={<IconPlus size={18} aria-hidden />}>
            {t("create")}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <RefusedAlert name={refused} />
      <Toolbar filter={filter} clusters={clusters} onChange={change} searchBox={searchBox} />
      <BulkBar rows={[...selection.values()]} busy={busy} onVerb={onVerb} onClear={clear} />
      <VirtualTable
        label={t("title")}
        source={source}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={52}
        card={card}
        cardHeight={78}
        sort={{ id: filter.sort, order: filter.order }}
        onSort={({ id, order }) => change({ sort: sorts.find((sort) => sort === id) ?? "name", order })}
        selection={selection}
        onSelect={select}
        selectLabel={(row) => common("table.select-row", { name: row.name })}
        onOpen={open}
        onTotal={setTotal}
        onRows={refresh}
        empty={
          <EmptyList
            narrowed={isNarrowed(settled)}
            mayCreate={mayCreate}
            hasRole={actor.role !== null}
            onClear={() => setFilter(everything)}
          />
        }
        failed={(error, retry) => (
          <StateMessage
            role="alert"
            color="red"
            icon={<IconAlertTriangle size={24} />}
            title={t("failed")}
            text={error.message === noAnswer ? common("network") : told(error)}
          >
            <Button onClick={retry}>{common("retry")}</Button>
          </StateMessage>
        )}
      />
    </>
  );
}

/** `/` goes to the search box, except where a person types. */
function focusOnSlash(box: { readonly current: HTMLInputElement | null }): () => void {
  const onKey = (event: KeyboardEvent) => {
    const typing =
      event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing) return;
    event.preventDefault();
    box.current?.focus();
    box.current?.select();
  };
  window.addEventListener("keydown", onKey);
  return () => window.removeEventListener("keydown", onKey);
}
