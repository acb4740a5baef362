import { HistoryPage } from "@/components/workspaces/history/history-page";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  return <HistoryPage workspace={await loadWorkspace(props)} actions={workspaceActions} />;
}
