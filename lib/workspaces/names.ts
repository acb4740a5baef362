import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";

/** Names that would collide with a page, a path of the API or a host name that browsers and clusters treat specially. */
export const reservedNames = [
  "admin",
  "api",
  "app",
  "apps",
  "assets",
  "audit",
  "auth",
  "berth",
  "clusters",
  "default",
  "deleted",
  "docs",
  "fleet",
  "groups",
  "health",
  "healthz",
  "kube-system",
  "localhost",
  "login",
  "logout",
  "me",
  "metrics",
  "new",
  "null",
  "policies",
  "portal",
  "public",
  "readyz",
  "runs",
  "schemas",
  "settings",
  "setup",
  "sign-in",
  "sign-out",
  "static",
  "stream",
  "templates",
  "undefined",
  "users",
  "variables",
  "well-known",
  "workspace",
  "workspaces",
  "www",
] as const;

const reserved: ReadonlySet<string> = new Set(reservedNames);

/** Leaves room in 63 characters for the id and the endings of object names (lib/provisioning/naming.ts). */
export const longestName = 40;

/**
 * What is wrong with a workspace's name, or null. Product section 2: RFC 1123 label, 1 to 40 characters, no reserved word.
 * Cheap: the form calls it on every key press.
 */
export function checkName(name: string): Sayable | null {
  if (name === "") return say("name/empty");
  if (name.length > longestName) return say("name/too-long", { length: name.length, most: longestName });
  if (/[A-Z]/.test(name)) {
    // Only a name that is then accepted is a help.
    const smaller = name.toLowerCase();
    if (checkName(smaller) === null) return say("name/capitals", { name: smaller });
  }
  if (/[^a-z0-9-]/.test(name)) return say("name/characters");
  if (name.startsWith("-") || name.endsWith("-")) return say("name/hyphen");
  if (name.startsWith("xn--")) return say("name/xn");
  if (reserved.has(name)) return say("name/reserved", { name });
  return null;
}
