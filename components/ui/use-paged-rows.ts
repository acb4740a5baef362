"use client";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

export type PageRequest = { readonly offset: number; readonly limit: number };
export type Page<T> = { readonly items: readonly T[]; readonly total: number };

export type PagedSource<T> = {
  /** Must change with search, filter and order; the page's number is added. Same identity while nothing changes. */
  readonly queryKey: readonly unknown[];
  readonly fetchPage: (request: PageRequest, signal: AbortSignal) => Promise<Page<T>>;
  /** First page, when the server has rendered it already. */
  readonly initial?: Page<T> | undefined;
};

const pageSize = 100;
export const pageOf = (index: number): number => Math.floor(index / pageSize);

/** At module level: the same function keeps the identity of the combined result while no page changes, and so the rows' too. */
const onlyData = <T>(results: readonly { readonly data: T | undefined }[]): readonly (T | undefined)[] =>
  results.map(({ data }) => data);

/** Rows by their place in the whole list; only the pages asked for are fetched. */
export function usePagedRows<T>({ queryKey, fetchPage, initial }: PagedSource<T>, pages: readonly number[]) {
  const request = (page: number) => ({
    queryKey: [...queryKey, page],
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage({ offset: page * pageSize, limit: pageSize }, signal),
    staleTime: 30_000,
  });
  const first = useQuery({
    ...request(0),
    placeholderData: keepPreviousData,
    ...(initial ? { initialData: initial } : {}),
  });
  const results = useQueries({ queries: pages.map(request), combine: onlyData<Page<T>> });

  const rows = useMemo(() => {
    const found = new Map<number, T>();
    const add = (page: number, data: Page<T> | undefined) =>
      data?.items.forEach((row, index) => found.set(page * pageSize + index, row));
    add(0, first.data);
    pages.forEach((page, index) => add(page, results[index]));
    return found;
  }, [first.data, pages, results]);

  return {
    rows,
    total: first.data?.total,
    error: first.error,
    fetching: first.isFetching,
    retry: () => void first.refetch(),
  };
}
