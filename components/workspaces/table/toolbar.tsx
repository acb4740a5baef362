"use client";
import { Checkbox, CloseButton, Kbd, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { phases } from "@/lib/workspaces/phase";
import { filterFromParams, sorts, type ListFilter } from "./list-query";
import classes from "./table.module.css";

type Props = {
  filter: ListFilter;
  clusters: readonly string[];
  onChange: (change: Partial<ListFilter>) => void;
  searchBox: RefObject<HTMLInputElement | null>;
};

export function Toolbar({ filter, clusters, onChange, searchBox }: Props) {
  const t = useTranslations("workspaces");
  const clear = filter.search ? (
    <CloseButton size="sm" aria-label={t("clear-search")} onClick={() => onChange({ search: "" })} />
  ) : (
    <Kbd size="xs" aria-hidden visibleFrom="sm">
      /
    </Kbd>
  );
  return (
    <div className={classes.toolbar} role="search">
      <TextInput
        ref={searchBox}
        className={classes.search}
        aria-label={t("search")}
        placeholder={t("search")}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={clear}
        rightSectionPointerEvents={filter.search ? "all" : "none"}
        value={filter.search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") onChange({ search: "" });
        }}
      />
      <NativeSelect
        aria-label={t("column.status")}
        value={filter.phase ?? ""}
        onChange={(event) => onChange({ phase: phases.find((phase) => phase === event.currentTarget.value) ?? null })}
        data={[
          { value: "", label: t("any-status") },
          ...phases.map((phase) => ({ value: phase, label: t(`phase.${phase}`) })),
        ]}
      />
      {clusters.length > 1 || filter.cluster ? (
        <NativeSelect
          aria-label={t("column.cluster")}
          value={filter.cluster ?? ""}
          onChange={(event) => onChange({ cluster: event.currentTarget.value || null })}
          data={[
            { value: "", label: t("any-cluster") },
            ...new Set([...clusters, ...(filter.cluster ? [filter.cluster] : [])]),
          ]}
        />
      ) : null}
      <NativeSelect
        hiddenFrom="sm"
        aria-label={t("sort")}
        value={`${filter.sort} ${filter.order}`}
        onChange={(event) => {
          const [sort = "", order = ""] = event.currentTarget.value.split(" ");
          const read = filterFromParams(new URLSearchParams({ sort, order }));
          onChange({ sort: read.sort, order: read.order });
        }}
        data={sorts.flatMap((sort) =>
          (["asc", "desc"] as const).map((order) => ({
            value: `${sort} ${order}`,
            label: t(`sort-by.${sort}-${order}`),
          })),
        )}
      />
      <Checkbox
        label={t("mine")}
        checked={filter.mine}
        onChange={(event) => onChange({ mine: event.currentTarget.checked })}
      />
    </div>
  );
}
