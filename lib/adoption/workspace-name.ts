import { checkName, longestName } from "@/lib/workspaces/names";

/** A name that a workspace may have, as near to the object's own as possible. */
export function suggestName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, longestName)
    .replace(/^-+|-+$/g, "");
  if (plain !== "" && checkName(plain) === null) return plain;
  const prefixed = `w-${plain}`.slice(0, longestName).replace(/-+$/, "");
  return checkName(prefixed) === null ? prefixed : "workspace-1";
}
