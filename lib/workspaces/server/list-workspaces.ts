import { visible } from "@/lib/access/can";
import { say } from "@/lib/i18n/say";
import type { Call } from "@/lib/server/services";
import { PortalError } from "@/lib/shared/errors";
import { isObject } from "@/lib/shared/json";
import type { ListDto, WorkspaceSummaryDto } from "../dto";
import { phases, type Phase } from "../phase";
import { toSummary } from "../summary";
import { clusterOfSummary } from "./announce";
import { listWorkspaceRecords, type ListQuery, type Place, type SortKey } from "./list-store";

export type ListInput = {
  readonly search?: string | undefined;
  /** One phase, or several separated by commas. */
  readonly phase?: string | undefined;
  readonly cluster?: string | undefined;
  /** E-mail, or `me`. */
  readonly owner?: string | undefined;
  /** `key`, or `key=value`. */
  readonly label?: string | undefined;
  readonly sort?: SortKey | undefined;
  readonly order?: "asc" | "desc" | undefined;
  /** 1 to 200; 50. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the page before: misses and doubles nothing while the list moves. */
  readonly cursor?: string | undefined;
  /** Jumps; counted from the beginning, or from the cursor. */
  readonly offset?: number | undefined;
};

const limits = { most: 200, usual: 50 };

/** The workspaces that this person may see, filtered and sorted by the database. */
export async function listWorkspaces(call: Call, input: ListInput = {}): Promise<ListDto<WorkspaceSummaryDto>> {
  const { services, actor } = call;
  const { clusters, settings } = services;
  const query = toListQuery(call, input);
  if (!query) return { items: [], next_cursor: null, total: 0 };
  const page = await listWorkspaceRecords(services.db, query);
  const known = new Map(clusters.list().map((entry) => [entry.config.id, clusterOfSummary(entry)]));
  const items = page.items.flatMap((workspace) => {
    const of = known.get(workspace.clusterId);
    return of ? [toSummary(actor, workspace, of, settings)] : [];
  });
  return { items, next_cursor: page.end && writeCursor(page.end), total: page.total };
}

/** The filters as the database takes them; null: nothing can fit them. */
export function toListQuery({ services, actor }: Call, input: ListInput): ListQuery | null {
  const { clusters } = services;
  const cluster = input.cluster === undefined ? undefined : clusters.byName(input.cluster);
  if (input.cluster !== undefined && !cluster) return null;
  const wanted = input.phase?.split(",") ?? [];
  const query: ListQuery = {
    visible: visible(actor),
    search: input.search?.trim() || null,
    phases: phases.filter((phase: Phase) => wanted.includes(phase)),
    clusterId: cluster?.config.id ?? null,
    owner: input.owner === "me" ? actor.email : (input.owner ?? null),
    label: labelOf(input.label),
    sort: input.sort ?? "name",
    order: input.order ?? "asc",
    limit: Math.min(Math.max(Math.trunc(input.limit ?? limits.usual), 1), limits.most),
    offset: Math.max(Math.trunc(input.offset ?? 0), 0),
    after: input.cursor === undefined ? null : readCursor(input.cursor),
  };
  return wanted.length > 0 && query.phases.length === 0 ? null : query;
}

function labelOf(text: string | undefined): ListQuery["label"] {
  if (!text) return null;
  const at = text.indexOf("=");
  return at < 0 ? { key: text, value: null } : { key: text.slice(0, at), value: text.slice(at + 1) };
}

const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url");

function readCursor(text: string): Place {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (isObject(value) && typeof value.value === "string" && typeof value.id === "string")
      return { value: value.value, id: value.id };
  } catch {
    // Answered below like any other text that is no cursor.
  }
  throw new PortalError("request/unreadable", say("request/cursor"));
}
