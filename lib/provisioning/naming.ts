import type { ClusterType, ObjectNames } from "./provider";

/**
 * Names of a new workspace's objects. A workspace's name has at most 40 characters and its id is 12, so the longest is 58: below the 63 of
 * a DNS label, and below the 52 of a StatefulSet whose pods carry a revision label.
 * Docker's volume is `berth-<name>-data` (product, section 6); `taken` tells that storage kept from an earlier workspace has that name.
 */
export function objectNames(
  type: ClusterType,
  workspace: { readonly id: string; readonly name: string },
  taken: boolean,
): ObjectNames {
  const short = workspace.id.slice(-6);
  // A Kubernetes Service's name must begin with a letter.
  const prefix = type === "kubernetes" && /^\d/.test(workspace.name) ? "w-" : "";
  const main = `${prefix}${workspace.name}-${short}`;
  if (type === "docker") {
    return {
      main: `berth-${main}`,
      data: taken ? `berth-${main}-data` : `berth-${workspace.name}-data`,
      env: `berth-${main}-env`,
    };
  }
  return { main, data: `${main}-data`, env: `${main}-env` };
}
