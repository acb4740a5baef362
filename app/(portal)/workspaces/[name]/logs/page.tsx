import { notFound } from "next/navigation";
import { LogsPage } from "@/components/workspaces/detail/pages";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  const workspace = await loadWorkspace(props);
  if (!workspace.may.logs) notFound();
  return <LogsPage workspace={workspace} actions={workspaceActions} />;
}
