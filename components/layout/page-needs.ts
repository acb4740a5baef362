import type { PortalAction } from "@/lib/access/can";

export type PageId = "workspaces" | "fleet" | "clusters" | "variables" | "policies" | "templates" | "health" | "me";

/** Who may not do this does not see the page in the navigation (and the page itself checks again). */
export const pageNeeds: Readonly<Record<PageId, PortalAction | null>> = {
  workspaces: null,
  fleet: "fleet:read",
  clusters: "cluster:read",
  templates: "template:read",
  variables: "variable:read",
  policies: "policy:read",
  health: "health:read",
  me: null,
};
