import type { OperationDto, WorkspaceSummaryDto } from "@/lib/workspaces/dto";

/** What open screens are told. `workspaceId` decides who may hear it. */
export type PortalEvent =
  | {
      readonly type: "workspace";
      readonly workspaceId: string;
      readonly ownerId: string;
      readonly data: WorkspaceSummaryDto | { readonly id: string; readonly deleted: true };
    }
  | { readonly type: "operation"; readonly workspaceId: string; readonly ownerId: string; readonly data: OperationDto }
  | { readonly type: "notice"; readonly data: { readonly code: string; readonly text: string } };

/** With its place in the stream: `<epoch>-<number>`. */
export type NumberedEvent = { readonly id: string; readonly event: PortalEvent };
