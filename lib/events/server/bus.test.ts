import { describe, expect, it } from "vitest";
import type { PublishedEvent } from "@/lib/events/event";
import { createEventBus } from "./bus";

const notice = (text: string): PublishedEvent => ({
  type: "notice",
  workspaceId: "w",
  ownerId: "u",
  viewersMayOpen: false,
  data: {
    code: "idle-warning",
    text,
    said: { code: "idle/warning", params: {} },
    workspace: "lab",
    cluster: "local",
    stops_at: "2026-11-21T12:00:00.000Z",
  },
});
const texts = (bus: ReturnType<typeof createEventBus>, id: string) =>
  bus.since(id)?.map(({ event }) => (event.type === "notice" ? event.data.text : event.type)) ?? null;

describe("the event bus", () => {
  it("gives a reader that comes back exactly what it missed, in order", () => {
    const bus = createEventBus("a", 4);
    bus.publish(notice("1"));
    const seen = bus.lastId();
    for (const text of ["2", "3", "4", "5"]) bus.publish(notice(text));
    expect(texts(bus, seen)).toEqual(["2", "3", "4", "5"]);
    expect(texts(bus, bus.lastId())).toEqual([]);
  });

  it("tells a reader that has missed more than is kept to load anew", () => {
    const bus = createEventBus("a", 2);
    const start = bus.lastId();
    for (const text of ["1", "2", "3"]) bus.publish(notice(text));
    expect(bus.since(start)).toBeNull();
  });

  it.each(["b-1", "a-99", "a--1", "a-x", "", "a-1.5"])("takes %j for an id that it never gave", (id) => {
    const bus = createEventBus("a");
    bus.publish(notice("1"));
    expect(bus.since(id)).toBeNull();
  });

  it("calls no listener that has left", () => {
    const bus = createEventBus("a");
    const heard: string[] = [];
    const leave = bus.subscribe((event) => heard.push(event.id));
    bus.publish(notice("1"));
    leave();
    bus.publish(notice("2"));
    expect(heard).toEqual(["a-1"]);
  });
});
