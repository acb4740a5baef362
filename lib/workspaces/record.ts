import type { PostStart } from "@/lib/hooks/post-start";
import type { Text } from "@/lib/i18n/text";
import type { IdlePolicy } from "@/lib/idle/policy";
import type { ObjectNames, WorkspaceRef } from "@/lib/provisioning/provider";
import type { Schedule } from "@/lib/schedules/schedule";
import type { JsonObject } from "@/lib/shared/json";
import type { Cause } from "./cause";
import type { DriftEntry } from "./drift";
import type { OperationKind, OperationState, ProgressStep } from "./dto";
import type { Phase } from "./phase";

export type Desired = "running" | "stopped" | "absent";

/** A workspace as stored, free of the database's types. */
export type WorkspaceRecord = {
  readonly id: string;
  readonly name: string;
  readonly clusterId: string;
  readonly ownerId: string;
  readonly ownerEmail: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly template: string | null;
  /** That its newest revision stands on; null: it has no template, or is from before there were versions. */
  readonly templateVersion: number | null;
  /** A newer version of its template is in force. */
  readonly templateOutdated: boolean;
  readonly namespace: string | null;
  readonly port: number;
  readonly viewersMayOpen: boolean;
  readonly names: ObjectNames;
  readonly desired: Desired;
  readonly revision: number;
  readonly appliedRevision: number;
  readonly restartCount: number;
  readonly deleteStorage: boolean;
  /** Sealed. */
  readonly inherited: string | null;
  /** Sealed: what takes its place at the next start or restart. Null: nothing waits. */
  readonly waitingInherited: string | null;
  /** Sealed: what it was taken over from. Null: made by Berth. */
  readonly adopted: string | null;
  readonly settingsChanged: readonly string[];
  /** What somebody changed behind Berth's back, secrets masked; empty: nothing. */
  readonly drift: readonly DriftEntry[];
  readonly phase: Phase;
  readonly cause: Cause | null;
  readonly ready: boolean;
  readonly restarts: number;
  readonly image: string | null;
  readonly cpu: string | null;
  readonly memory: string | null;
  readonly startedAt: Date | null;
  readonly lastActivityAt: Date | null;
  /** Null: idle stop is off. */
  readonly idlePolicy: IdlePolicy | null;
  /** As decided last; null: nothing stops it. */
  readonly idleStopsAt: Date | null;
  readonly idleWarnedAt: Date | null;
  /** Somebody asked to keep it running until then. */
  readonly keepUntil: Date | null;
  readonly schedule: Schedule | null;
  /** Stopped then, and not started again until it is changed. */
  readonly expiresAt: Date | null;
  readonly postStart: PostStart | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type OperationRecord = {
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  readonly progress: readonly ProgressStep[];
  readonly error: OperationError | null;
  readonly attempts: number;
  readonly authorEmail: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

export type OperationError = {
  readonly code: string;
  readonly message: string;
  readonly text?: Text | undefined;
  readonly next_step?: string;
};

export type RevisionRecord = {
  readonly number: number;
  readonly document: JsonObject;
  readonly documentYaml: string;
  readonly authorEmail: string;
  readonly message: string;
  readonly createdAt: Date;
};

export const refOf = ({
  id,
  name,
  names,
  namespace,
}: Pick<WorkspaceRecord, "id" | "name" | "names" | "namespace">): WorkspaceRef => ({
  id,
  name,
  names,
  namespace,
});
