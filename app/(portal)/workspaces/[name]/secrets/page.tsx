import { SecretsPage } from "@/components/workspaces/secrets/secrets-page";
import { deleteWorkspaceSecret, putWorkspaceSecret } from "../secret-actions";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  return (
    <SecretsPage
      workspace={await loadWorkspace(props)}
      actions={workspaceActions}
      secrets={{ put: putWorkspaceSecret, remove: deleteWorkspaceSecret }}
    />
  );
}
