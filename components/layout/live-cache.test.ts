import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { FleetDto } from "@/lib/fleet/dto";
import { fleetKeys } from "@/lib/fleet/query-keys";
import type { ItemState } from "@/lib/fleet/rollout";
import type { OperationDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";
import { operationKeys, workspaceKeys } from "@/lib/workspaces/query-keys";
import { applyEvent, forgetEverything } from "./live-cache";

const summary = (id: string, change: Partial<WorkspaceSummaryDto> = {}): WorkspaceSummaryDto => ({
  id,
  name: id,
  cluster: "lab",
  cluster_type: "fake",
  owner: "ada@example.org",
  description: "",
  labels: {},
  template: null,
  template_version: null,
  template_outdated: false,
  revision: 1,
  desired: "running",
  phase: "starting",
  cause: null,
  ready: false,
  url: "http://x.localhost/",
  restarts: 0,
  image: null,
  resources: { cpu: null, memory: null },
  settings_changed: [],
  drift: false,
  last_activity_at: null,
  idle_stops_at: null,
  idle_warned: false,
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-01T00:00:00.000Z",
  started_at: null,
  may: { open: true, operate: true, delete: true, logs: true, terminal: true, share: true },
  ...change,
});

const listKey = [...workspaceKeys.list({ sort: "name" }), 0];

function listWith(...items: WorkspaceSummaryDto[]) {
  const client = new QueryClient();
  client.setQueryData(listKey, { items, next_cursor: null, total: items.length });
  const read = () => client.getQueryData<{ items: WorkspaceSummaryDto[]; total: number }>(listKey);
  const isStale = () => client.getQueryState(listKey)?.isInvalidated;
  return { client, read, isStale };
}

const about = (data: WorkspaceSummaryDto | { id: string; deleted: true }) => ({ type: "workspace", data }) as const;

describe("live events in the cache", () => {
  it("change the workspace's row in place and leave the others the same objects", () => {
    const { client, read, isStale } = listWith(summary("a"), summary("b"));
    const before = read()?.items[1];
    applyEvent(client, about(summary("a", { phase: "running", ready: true })));
    expect(read()?.items[0]?.phase).toBe("running");
    expect(read()?.items[1]).toBe(before);
    expect(isStale()).toBe(false);
  });

  it("ask for the list again when a workspace is new", () => {
    const { client, isStale } = listWith(summary("a"));
    applyEvent(client, about(summary("new")));
    expect(isStale()).toBe(true);
  });

  it("take a deleted workspace out at once", () => {
    const { client, read } = listWith(summary("a"), summary("b"));
    applyEvent(client, about({ id: "a", deleted: true }));
    expect(read()?.items.map(({ id }) => id)).toEqual(["b"]);
    expect(read()?.total).toBe(1);
  });

  it("show an operation on its own workspace only, until it is over", () => {
    const client = new QueryClient();
    const key = (name: string) => workspaceKeys.one("lab", name);
    for (const name of ["a", "b"]) client.setQueryData(key(name), { ...summary(name), operation: null });
    const operation: OperationDto = {
      id: "o1",
      kind: "start",
      workspace: "a",
      workspace_id: "a",
      state: "running",
      progress: [],
      by: "ada@example.org",
      created_at: "2026-01-01T00:00:00.000Z",
      finished_at: null,
    };
    const shown = (name: string) => client.getQueryData<{ operation: OperationDto | null }>(key(name))?.operation;
    applyEvent(client, { type: "operation", data: operation });
    expect([shown("a")?.id, shown("b")]).toEqual(["o1", null]);
    const over: OperationDto = { ...operation, state: "done", finished_at: "2026-01-01T00:00:01.000Z" };
    applyEvent(client, { type: "operation", data: over });
    expect(shown("a")).toBeNull();
    expect(client.getQueryData(operationKeys.one("o1"))).toEqual(over);
  });

  it("bring a rollout and its changed workspaces up to date, here and in the list", () => {
    const client = new QueryClient();
    const item = (position: number, state: ItemState) => ({ position, state }) as FleetDto["items"][number];
    const items = [item(0, "working"), item(1, "waiting")];
    const fleet = { id: "f", state: "running", items } as Partial<FleetDto> as FleetDto;
    client.setQueryData(fleetKeys.one("f"), fleet);
    client.setQueryData(fleetKeys.list, { items: [fleet], next_cursor: null, total: 1 });
    applyEvent(client, { type: "fleet", data: { ...fleet, state: "paused", items: [item(0, "failed")] } });
    expect(client.getQueryData<FleetDto>(fleetKeys.one("f"))).toMatchObject({
      state: "paused",
      items: [item(0, "failed"), item(1, "waiting")],
    });
    expect(client.getQueryData(fleetKeys.list)).toMatchObject({ items: [{ state: "paused" }] });
    expect(client.getQueryState(fleetKeys.list)?.isInvalidated).toBe(false);
    applyEvent(client, { type: "fleet", data: { ...fleet, id: "another" } });
    expect(client.getQueryState(fleetKeys.list)?.isInvalidated).toBe(true);
  });

  it("make everything stale after a gap in the stream", () => {
    const { client, isStale } = listWith(summary("a"));
    forgetEverything(client);
    expect(isStale()).toBe(true);
  });

  it("let no answer that was on its way bring back a workspace that is being deleted", async () => {
    const client = new QueryClient();
    const queryKey = workspaceKeys.one("lab", "a");
    client.setQueryData(queryKey, summary("a", { phase: "running" }));
    let answer = (_: WorkspaceSummaryDto) => {};
    const queryFn = () => new Promise<WorkspaceSummaryDto>((resolve) => (answer = resolve));
    const asked = client.fetchQuery({ queryKey, queryFn, staleTime: 0 }).catch(() => undefined);
    applyEvent(client, about(summary("a", { phase: "deleting" })));
    answer(summary("a", { phase: "running" }));
    await asked;
    expect(client.getQueryData<WorkspaceSummaryDto>(queryKey)?.phase).toBe("deleting");
    expect(client.getQueryState(queryKey)).toMatchObject({ isInvalidated: false, status: "success" });
  });

  it("ask for the workspace again when its revision moved, because the document came with it", () => {
    const client = new QueryClient();
    const queryKey = workspaceKeys.one("lab", "a");
    client.setQueryData(queryKey, summary("a"));
    applyEvent(client, about(summary("a", { phase: "running" })));
    expect(client.getQueryState(queryKey)?.isInvalidated).toBe(false);
    applyEvent(client, about(summary("a", { revision: 2 })));
    expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true);
  });
});
