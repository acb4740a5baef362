import type { Text } from "@/lib/i18n/text";
import type { FleetEventDto } from "@/lib/fleet/dto";
import type { OperationDto, SharedSummary, WorkspaceSummaryDto } from "@/lib/workspaces/dto";

type Deleted = { readonly id: string; readonly deleted: true };
type Notice = {
  readonly type: "notice";
  readonly data: {
    readonly code: "idle-warning";
    readonly text: string;
    /** The text for screens in other languages. */
    readonly said: Text;
    readonly workspace: string;
    readonly cluster: string;
    readonly stops_at: string;
  };
};

/** What open screens are told (api.md, /stream). */
export type PortalEvent =
  | { readonly type: "workspace"; readonly data: WorkspaceSummaryDto | Deleted }
  | { readonly type: "operation"; readonly data: OperationDto }
  | { readonly type: "fleet"; readonly data: FleetEventDto }
  | Notice;

/** Decides who may hear of it. */
type About = { readonly workspaceId: string; readonly ownerId: string };

/** What happened, the same for everybody; `may` is added for each who hears it. */
export type PublishedEvent =
  | (About & { readonly type: "workspace"; readonly viewersMayOpen: boolean; readonly data: SharedSummary })
  | (About & { readonly type: "workspace"; readonly data: Deleted })
  | (About & { readonly type: "operation"; readonly data: OperationDto })
  | { readonly type: "fleet"; readonly authorId: string; readonly data: FleetEventDto }
  | (About & Notice & { readonly viewersMayOpen: boolean });

/** With its place in the stream: `<epoch>-<number>`. */
export type NumberedEvent = { readonly id: string; readonly event: PublishedEvent };
