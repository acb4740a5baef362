import { LogsPage } from "@/components/workspaces/detail/pages";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  return <LogsPage workspace={await loadWorkspace(props)} actions={workspaceActions} />;
}
