"use client";
import type { WorkspaceActions } from "@/components/workspaces/detail/workspace-actions";
import { WorkspaceFrame } from "@/components/workspaces/detail/workspace-frame";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import type { SecretActions } from "./secret-actions";
import { SecretsView } from "./secrets-view";

type Props = { readonly workspace: WorkspaceDto; readonly actions: WorkspaceActions; readonly secrets: SecretActions };

export function SecretsPage({ workspace, actions, secrets }: Props) {
  return (
    <WorkspaceFrame initial={workspace} tab="secrets" actions={actions}>
      {(live) => <SecretsView workspace={live} actions={secrets} />}
    </WorkspaceFrame>
  );
}
