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
 * Cheap and without dependencies: the form calls it on every key press.
 */
export function checkName(name: string): string | null {
  if (name === "") return "Give the workspace a name.";
  if (name.length > longestName) {
    return `The name has ${name.length} characters; at most ${longestName} are allowed, because object names in the cluster are made from it.`;
  }
  if (/[A-Z]/.test(name)) return `Use small letters: "${name.toLowerCase()}". The name becomes part of a host name.`;
  if (/[^a-z0-9-]/.test(name))
    return "Only small letters a to z, digits and hyphens are allowed: the name becomes part of a host name.";
  if (name.startsWith("-") || name.endsWith("-")) return "The name must begin and end with a letter or a digit.";
  if (name.startsWith("xn--")) return 'Names that begin with "xn--" are reserved for internationalised host names.';
  if (reserved.has(name))
    return `"${name}" is reserved for the portal itself; choose another name, for example "${name}-1".`;
  return null;
}
