import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/can";
import type { Role } from "@/lib/access/roles";
import type { FleetDto } from "@/lib/fleet/dto";
import type { SharedSummary } from "@/lib/workspaces/dto";
import { forListener } from "./for-listener";

const data = { id: "w", name: "churn" } as SharedSummary;
const about = { workspaceId: "w", ownerId: "ada", viewersMayOpen: false } as const;
const changed = { ...about, type: "workspace", data } as const;

const person = (userId: string, role: Role | null, given: Role | null = null): Actor => ({
  userId,
  email: `${userId}@example.org`,
  name: userId,
  role,
  workspaceRoles: given === null ? {} : { w: given },
  via: "session",
});
const mayOf = (actor: Actor, event: Parameters<typeof forListener>[1] = changed) => {
  const heard = forListener(actor, event);
  return heard?.type === "workspace" && "may" in heard.data ? heard.data.may : null;
};

describe("an event in the ears of", () => {
  it("each person carries what that person may do", () => {
    expect(mayOf(person("ada", null))).toMatchObject({ open: true, operate: true, delete: true });
    expect(mayOf(person("eve", "editor"))).toMatchObject({ open: true, operate: true, delete: false });
    expect(mayOf(person("vic", "viewer"))).toMatchObject({ open: false, operate: false, delete: false, logs: false });
    expect(mayOf(person("gil", null, "editor"))).toMatchObject({ open: true, operate: true, delete: false });
  });

  it("a viewer allows opening only where the workspace does", () => {
    expect(mayOf(person("vic", "viewer"), { ...changed, viewersMayOpen: true })).toMatchObject({
      open: true,
      operate: false,
    });
  });

  it("its author and administrators tells of a rollout, and in no others", () => {
    const rollout = { type: "fleet", authorId: "ada", data: { id: "f" } as FleetDto } as const;
    for (const who of [person("ada", null), person("adm", "admin")])
      expect(forListener(who, rollout)).toEqual({ type: "fleet", data: rollout.data });
    for (const who of [person("eve", "editor"), person("vic", "viewer"), person("nob", null)])
      expect(forListener(who, rollout)).toBeNull();
  });

  it("somebody without a role is silent, about the workspace, its operations and its end", () => {
    const nobody = person("nob", null);
    expect(forListener(nobody, changed)).toBeNull();
    expect(forListener(nobody, { ...about, type: "workspace", data: { id: "w", deleted: true } })).toBeNull();
    expect(
      forListener(person("vic", "viewer"), { ...about, type: "workspace", data: { id: "w", deleted: true } }),
    ).toEqual({ type: "workspace", data: { id: "w", deleted: true } });
  });
});
