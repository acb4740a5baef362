/** Labels on every object that Berth makes. Values fit Kubernetes' label rules. */
export const labelKeys = {
  workspaceId: "berth.dev/workspace-id",
  workspace: "berth.dev/workspace",
  managedBy: "app.kubernetes.io/managed-by",
} as const;

export const managedBy = "berth";

export function standardLabels(workspace: {
  readonly id: string;
  readonly name: string;
}): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/name": "workspace",
    "app.kubernetes.io/instance": workspace.name,
    [labelKeys.managedBy]: managedBy,
    [labelKeys.workspace]: workspace.name,
    [labelKeys.workspaceId]: workspace.id,
  };
}
