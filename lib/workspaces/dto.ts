import type { Role } from "@/lib/access/roles";
import type { Text } from "@/lib/i18n/text";
import type { EvidenceSource, EvidenceState } from "@/lib/idle/decide";
import type { ClusterType, RuntimeEvent } from "@/lib/provisioning/provider";
import type { Effect } from "@/lib/provisioning/plan";
import type { Json, JsonObject } from "@/lib/shared/json";
import type { Parameter } from "@/lib/templates/template";
import type { Cause } from "./cause";
import type { DriftEntry } from "./drift";
import type { Phase } from "./phase";

/** Shapes of the API (api.md): screens, REST and CLI get the same. Times are ISO 8601 UTC. */

/** What the person who asks may do with a workspace. */
export type WorkspaceMay = {
  readonly open: boolean;
  readonly operate: boolean;
  readonly delete: boolean;
  readonly logs: boolean;
  readonly terminal: boolean;
  readonly share: boolean;
};

export type WorkspaceSummaryDto = {
  readonly id: string;
  readonly name: string;
  readonly cluster: string;
  readonly cluster_type: ClusterType;
  readonly owner: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly template: string | null;
  /** The version that its document stands on. */
  readonly template_version: number | null;
  /** A newer version is in force: the workspace can be updated to it. */
  readonly template_outdated: boolean;
  readonly revision: number;
  readonly desired: "running" | "stopped";
  readonly phase: Phase;
  readonly cause: Cause | null;
  readonly ready: boolean;
  /** Where the gateway serves it; absolute. */
  readonly url: string;
  readonly restarts: number;
  readonly image: string | null;
  readonly resources: { readonly cpu: string | null; readonly memory: string | null };
  /** Names of variables whose present value differs from the one the workspace was started with, and of policy values as `policy:<path>`. */
  readonly settings_changed: readonly string[];
  /** Somebody changed its objects behind Berth's back. */
  readonly drift: boolean;
  readonly last_activity_at: string | null;
  /** When idle stop ends it; null: nothing stops it as things are. */
  readonly idle_stops_at: string | null;
  /** Its end has been announced. */
  readonly idle_warned: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly started_at: string | null;
  readonly may: WorkspaceMay;
};

/** The part of a summary that is the same for everybody who may see the workspace. */
export type SharedSummary = Omit<WorkspaceSummaryDto, "may">;

export type WorkspaceDto = WorkspaceSummaryDto & {
  readonly document: JsonObject;
  readonly document_yaml: string;
  /** The revision that is in force; behind `revision` while a change waits for the next restart. */
  readonly applied_revision: number;
  /** New values of its variables wait for the next restart. */
  readonly settings_wait: boolean;
  readonly idle: IdleDto;
  /** `access.expires_at`: stopped then, and not started again. */
  readonly expires_at: string | null;
  /** The cluster's own address beside the gateway's `url` (product, section 5: Ingress); null: none was asked for. */
  readonly ingress: IngressDto | null;
  /** `container_config.public_url` of a Docker document: an address beside the gateway's `url`, by a proxy of somebody's own. */
  readonly public_url: string | null;
  /** The role of the person who asks. */
  readonly role: Role;
  /** The operation that is under way, if any. */
  readonly operation: OperationDto | null;
};

/** What one source knows of the workspace's use. */
export type IdleSourceDto = {
  readonly source: EvidenceSource;
  readonly state: EvidenceState;
  readonly last_activity_at: string | null;
  /** When it was looked at. */
  readonly seen_at: string;
  /** Why it is unknown. */
  readonly reason: string | null;
  readonly reason_text: Text | null;
};

export type IdleDto = {
  readonly enabled: boolean;
  readonly last_activity_at: string | null;
  /** Null: nothing stops it as things are. */
  readonly stops_at: string | null;
  readonly warns_at: string | null;
  /** Somebody asked to keep it running until then. */
  readonly keep_until: string | null;
  readonly max_idle_seconds: number | null;
  /** Null where it does not run or idle stop is off. */
  readonly state: EvidenceState | null;
  /** Why, in one sentence. */
  readonly explanation: string | null;
  readonly explanation_text: Text | null;
  readonly sources: readonly IdleSourceDto[];
};

export type IngressDto = {
  /** Null: see `problem`; without one, the load balancer has no address yet. */
  readonly url: string | null;
  readonly problem: string | null;
  /** `problem` for screens in other languages. */
  readonly problem_text: Text | null;
};

export const operationKinds = ["create", "start", "stop", "restart", "update", "delete"] as const;
export type OperationKind = (typeof operationKinds)[number];
export const operationStates = ["queued", "running", "done", "failed", "cancelled"] as const;
export type OperationState = (typeof operationStates)[number];

export type ProgressStep = { readonly at: string; readonly step: string; readonly message: string };

export type OperationDto = {
  readonly id: string;
  readonly kind: OperationKind;
  readonly workspace: string;
  readonly workspace_id: string;
  readonly state: OperationState;
  readonly position?: number;
  readonly progress: readonly ProgressStep[];
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly text?: Text | undefined;
    readonly next_step?: string;
  };
  readonly by: string;
  readonly created_at: string;
  readonly finished_at: string | null;
};

/** A plan as shown: secrets masked. `hash` is what PATCH takes as `plan_hash`. */
export type PlanDto = {
  readonly hash: string;
  readonly effect: Effect;
  readonly steps: readonly {
    readonly action: "create" | "update" | "replace" | "delete";
    readonly kind: string;
    readonly name: string;
    readonly effect: Effect;
    readonly changes: readonly {
      readonly path: string;
      readonly before: Json;
      readonly after: Json;
      readonly effect: Effect;
    }[];
    /** The whole object, for `create`. */
    readonly object: JsonObject | null;
    /** Fields that the cluster's admission makes others than asked (`before`), or adds; found by a dry run on the server. */
    readonly admission?: readonly { readonly path: string; readonly before: Json; readonly after: Json }[];
  }[];
  readonly warnings: readonly string[];
  /** Beside each warning its text as code and parameters, for other languages. */
  readonly warning_texts: readonly (Text | null)[];
};

export type EffectiveDto = {
  readonly document: JsonObject;
  readonly origins: Readonly<Record<string, string>>;
  readonly overrides: readonly {
    readonly path: string;
    readonly layer: string;
    readonly value: Json;
    readonly by: string;
  }[];
};

/** Deleted with its storage kept, so that it can be restored until then. */
export type DeletedWorkspaceDto = {
  readonly id: string;
  readonly name: string;
  readonly cluster: string;
  readonly owner: string;
  readonly description: string;
  readonly revision: number;
  readonly deleted_at: string;
  readonly restorable_until: string;
};

export type RevisionDto = {
  readonly number: number;
  readonly author: string;
  readonly at: string;
  readonly message: string;
  readonly document_yaml: string;
};

/** A difference from what was applied; `field`: what of the document says it once it is accepted, null: none does. */
export type DriftDto = DriftEntry & { readonly field: string | null };

export type ActivityDto = {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly kind: string;
  readonly message: string;
};

export type RuntimeEventDto = RuntimeEvent;

export type ListDto<T> = { readonly items: readonly T[]; readonly next_cursor: string | null; readonly total: number };

export type ClusterDto = {
  readonly id: string;
  readonly name: string;
  readonly type: ClusterType;
  readonly is_default: boolean;
  /** `environment`: from settings, read-only here; `portal`: added on the Clusters page. */
  readonly source: "environment" | "portal";
  readonly state: "connected" | "connecting" | "unreachable";
  readonly reason: string | null;
  readonly reason_text: Text | null;
  /** Not secret: context, namespace, address. */
  readonly options: JsonObject;
  readonly workspaces: number;
  readonly created_at: string;
};

export type TokenDto = {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly workspaces: readonly string[] | null;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly created_at: string;
};

export type MeDto = { readonly id: string; readonly email: string; readonly name: string; readonly role: Role | null };

export type TemplateDto = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Name of an icon of the set. */
  readonly icon: string;
  readonly cluster_types: readonly ClusterType[];
  /** The number of the version that is in force. */
  readonly version: number;
  /** The version in force came with Berth. */
  readonly built_in: boolean;
  /** Not offered to those who make workspaces. */
  readonly hidden: boolean;
  /** No new workspace is made from it; `redirect` names the template to use instead. */
  readonly deprecated: boolean;
  readonly redirect: string | null;
  /** What a form asks for; in a list for one cluster those that mean something there. */
  readonly parameters: readonly Parameter[];
  /** What lies under the document, placeholders and all; in a list for one cluster as it is there. */
  readonly document: JsonObject;
};
