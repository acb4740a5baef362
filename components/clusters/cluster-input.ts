import type { ActionResult } from "@/lib/shared/action-result";
import type { ClusterDto } from "@/lib/workspaces/dto";

/** What the dialog sends; the server checks it and keeps the credentials sealed. */
export type ClusterInput =
  | {
      readonly type: "kubernetes";
      readonly name: string;
      readonly is_default: boolean;
      readonly kubeconfig: string;
      /** Null: the kubeconfig's current context. */
      readonly context: string | null;
      readonly namespace: string | null;
    }
  | {
      readonly type: "docker";
      readonly name: string;
      readonly is_default: boolean;
      readonly host: string;
      readonly tls: { readonly ca: string; readonly cert: string; readonly key: string } | null;
    }
  | { readonly type: "local"; readonly name: string; readonly is_default: boolean };

export type AddCluster = (input: ClusterInput) => Promise<ActionResult<ClusterDto>>;
export type RemoveCluster = (input: { readonly name: string }) => Promise<ActionResult<unknown>>;
