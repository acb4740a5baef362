import {
  IconGavel,
  IconHeartbeat,
  IconLayoutGrid,
  IconServer2,
  IconTemplate,
  IconShip,
  IconUserCircle,
  IconVariable,
  type Icon,
} from "@tabler/icons-react";
import type { PageId } from "./page-needs";

/** Pages of the navigation; `key`: pressed after `g`. */
export const pages: Readonly<Record<PageId, { readonly href: string; readonly icon: Icon; readonly key: string }>> = {
  workspaces: { href: "/workspaces", icon: IconLayoutGrid, key: "w" },
  fleet: { href: "/fleet", icon: IconShip, key: "f" },
  clusters: { href: "/clusters", icon: IconServer2, key: "c" },
  templates: { href: "/templates", icon: IconTemplate, key: "t" },
  variables: { href: "/variables", icon: IconVariable, key: "v" },
  policies: { href: "/policies", icon: IconGavel, key: "p" },
  health: { href: "/health", icon: IconHeartbeat, key: "h" },
  me: { href: "/me", icon: IconUserCircle, key: "m" },
};
