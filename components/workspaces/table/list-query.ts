import { phases, type Phase } from "@/lib/workspaces/phase";

/** What the list shows; kept in the address, so that a link shows the same. */
export type ListFilter = {
  readonly search: string;
  readonly phase: Phase | null;
  readonly cluster: string | null;
  readonly mine: boolean;
  readonly sort: ListSort;
  readonly order: "asc" | "desc";
};

export const sorts = ["name", "phase", "last_activity_at", "created_at"] as const;
export type ListSort = (typeof sorts)[number];

type Params = { readonly get: (name: string) => string | null };

const oneOf = <T extends string>(allowed: readonly T[], value: string | null): T | null =>
  allowed.find((item) => item === value) ?? null;

/** Unknown values in an address are as if they were not there. */
export function filterFromParams(params: Params): ListFilter {
  return {
    search: (params.get("search") ?? "").slice(0, 200),
    phase: oneOf(phases, params.get("phase")),
    cluster: params.get("cluster"),
    mine: params.get("mine") === "1",
    sort: oneOf(sorts, params.get("sort")) ?? "name",
    order: params.get("order") === "desc" ? "desc" : "asc",
  };
}

/** The shortest address that says it: defaults are left out. */
export function paramsFromFilter(filter: ListFilter): string {
  const params = new URLSearchParams();
  if (filter.search) params.set("search", filter.search);
  if (filter.phase) params.set("phase", filter.phase);
  if (filter.cluster) params.set("cluster", filter.cluster);
  if (filter.mine) params.set("mine", "1");
  if (filter.sort !== "name") params.set("sort", filter.sort);
  if (filter.order !== "asc") params.set("order", filter.order);
  return params.toString();
}

export const isNarrowed = (filter: ListFilter): boolean =>
  filter.search !== "" || filter.phase !== null || filter.cluster !== null || filter.mine;

/** What is asked of `GET /api/v1/workspaces`; also part of the cache's key. `email`: of the person, for "mine". */
export function apiQuery(filter: ListFilter, email: string) {
  return {
    ...(filter.search.trim() ? { search: filter.search.trim() } : {}),
    ...(filter.phase ? { phase: filter.phase } : {}),
    ...(filter.cluster ? { cluster: filter.cluster } : {}),
    ...(filter.mine ? { owner: email } : {}),
    sort: filter.sort,
    order: filter.order,
  } as const;
}
