"use client";
import { usePathname, useSearchParams } from "next/navigation";

export type Compared = { readonly from: number; readonly to: number };

/** Which revisions are compared is in the address, so that a link leads to it; without: the newest with the one before. 0: nothing. */
export function useCompared(newest: number): readonly [Compared, (next: Compared) => void] {
  const path = usePathname();
  const query = useSearchParams();
  const read = (key: string, least: number, otherwise: number): number => {
    const value = Number(query.get(key) ?? Number.NaN);
    return Number.isInteger(value) && value >= least && value <= newest ? value : otherwise;
  };
  const to = read("to", 1, newest);
  const compared = { to, from: read("from", 0, to - 1) };
  const compare = (next: Compared) => {
    const changed = new URLSearchParams(query);
    changed.set("from", String(next.from));
    changed.set("to", String(next.to));
    window.history.replaceState(null, "", `${path}?${changed}`);
  };
  return [compared, compare];
}
