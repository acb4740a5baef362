import { TerminalPage } from "@/components/workspaces/detail/pages";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  return <TerminalPage workspace={await loadWorkspace(props)} actions={workspaceActions} />;
}
