import type { ActionResult } from "@/lib/shared/action-result";
import type { ClusterDto } from "@/lib/workspaces/dto";

/** What the dialog sends, as `POST /api/v1/clusters` takes it; the server checks it and keeps the credentials sealed. */
export type ClusterInput = {
  readonly type: "kubernetes" | "docker" | "local";
  readonly name: string;
  readonly is_default: boolean;
  readonly kubeconfig?: string;
  /** Absent: the kubeconfig's current context. */
  readonly context?: string;
  readonly namespace?: string;
  readonly host?: string;
  readonly swarm?: boolean;
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
};

export type AddCluster = (input: ClusterInput) => Promise<ActionResult<ClusterDto>>;
export type RemoveCluster = (input: { readonly name: string }) => Promise<ActionResult<unknown>>;
