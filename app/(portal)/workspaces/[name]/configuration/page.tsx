import { ConfigurationPage } from "@/components/workspaces/configuration/configuration-page";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  return <ConfigurationPage workspace={await loadWorkspace(props)} actions={workspaceActions} />;
}
