import { notFound } from "next/navigation";
import { TerminalPage } from "@/components/workspaces/detail/pages";
import { loadWorkspace, workspaceActions, workspaceMetadata, type WorkspacePageProps } from "../load-workspace";

export const generateMetadata = workspaceMetadata;

export default async function Page(props: WorkspacePageProps) {
  const workspace = await loadWorkspace(props);
  if (!workspace.may.terminal) notFound();
  return <TerminalPage workspace={workspace} actions={workspaceActions} />;
}
