import { readPostStart } from "@/lib/hooks/post-start";
import { isText, type Text } from "@/lib/i18n/text";
import { readIdlePolicy } from "@/lib/idle/policy";
import type { ObjectNames } from "@/lib/provisioning/provider";
import { readSchedule } from "@/lib/schedules/schedule";
import { isObject, type JsonObject } from "@/lib/shared/json";
import { causeTable, type Cause, type CauseCode } from "../cause";
import type { DriftEntry } from "../drift";
import { operationKinds, operationStates, type OperationKind, type OperationState, type ProgressStep } from "../dto";
import { phases, type Phase } from "../phase";
import type { Desired, OperationError, OperationRecord, WorkspaceRecord } from "../record";

/** A row of the table Workspace with its owner's e-mail, as Prisma and plain SQL return it. */
export type WorkspaceRow = {
  readonly id: string;
  readonly name: string;
  readonly clusterId: string;
  readonly ownerId: string;
  readonly description: string;
  readonly labels: unknown;
  readonly template: string | null;
  readonly templateVersion: number | null;
  readonly templateOutdated: boolean;
  readonly namespace: string | null;
  readonly port: number;
  readonly viewersMayOpen: boolean;
  readonly names: unknown;
  readonly desired: string;
  readonly revision: number;
  readonly appliedRevision: number;
  readonly restartCount: number;
  readonly deleteStorage: boolean;
  readonly inherited: string | null;
  readonly waitingInherited: string | null;
  readonly settingsChanged: readonly string[];
  readonly drift: unknown;
  readonly adopted: string | null;
  readonly phase: string;
  readonly cause: unknown;
  readonly ready: boolean;
  readonly restarts: number;
  readonly image: string | null;
  readonly cpu: string | null;
  readonly memory: string | null;
  readonly startedAt: Date | null;
  readonly lastActivityAt: Date | null;
  readonly idlePolicy: unknown;
  readonly idleStopsAt: Date | null;
  readonly idleWarnedAt: Date | null;
  readonly keepUntil: Date | null;
  readonly schedule: unknown;
  readonly expiresAt: Date | null;
  readonly postStart: unknown;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

type TimeOf<Row> = {
  [Key in keyof Row]-?: unknown extends Row[Key] ? never : Date extends Row[Key] ? Key : never;
}[keyof Row];
type WorkspaceTime = TimeOf<WorkspaceRow>;

/** A workspace as `to_json` gives it: times are texts. */
export type WorkspaceJson = Omit<WorkspaceRow, WorkspaceTime> & {
  readonly [Key in WorkspaceTime]: null extends WorkspaceRow[Key] ? string | null : string;
};

const dateOrNull = (text: string | null): Date | null => (text === null ? null : new Date(text));

export const readWorkspaceJson = (json: WorkspaceJson): WorkspaceRow => ({
  ...json,
  startedAt: dateOrNull(json.startedAt),
  lastActivityAt: dateOrNull(json.lastActivityAt),
  idleStopsAt: dateOrNull(json.idleStopsAt),
  idleWarnedAt: dateOrNull(json.idleWarnedAt),
  keepUntil: dateOrNull(json.keepUntil),
  expiresAt: dateOrNull(json.expiresAt),
  createdAt: new Date(json.createdAt),
  updatedAt: new Date(json.updatedAt),
});

export type OperationRow = {
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: string;
  readonly state: string;
  readonly progress: unknown;
  readonly error: unknown;
  readonly attempts: number;
  readonly authorEmail: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
};

const oneOf = <T extends string>(list: readonly T[], text: string, otherwise: T): T =>
  list.find((item) => item === text) ?? otherwise;

const desiredStates: readonly Desired[] = ["running", "stopped", "absent"];

const textMap = (value: unknown): Readonly<Record<string, string>> =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
      )
    : {};

export function toNames(value: unknown): ObjectNames {
  const { main = "", data = "", env = "" } = textMap(value);
  const adopted = isObject(value) && Array.isArray(value.adopted) ? value.adopted.map(String) : null;
  const probe = isObject(value) && isObject(value.probe) ? value.probe : null;
  return {
    main,
    data,
    env,
    ...(adopted === null ? {} : { adopted }),
    ...(probe === null ? {} : { probe: { port: Number(probe.port), path: String(probe.path) } }),
  };
}

function toCause(value: unknown): Cause | null {
  if (!isObject(value) || typeof value.code !== "string" || !Object.hasOwn(causeTable, value.code)) return null;
  return {
    code: value.code as CauseCode,
    summary: String(value.summary),
    next_step: String(value.next_step),
    params: textMap(value.params),
    ...(isObject(value.texts) ? { texts: toTexts(value.texts) } : {}),
    evidence: Array.isArray(value.evidence) ? value.evidence.map(String) : [],
  };
}

const toTexts = (value: JsonObject): Readonly<Record<string, Text>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, text]): [string, Text][] => (isText(text) ? [[name, text]] : [])),
  );

function toDrift(value: unknown): readonly DriftEntry[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ kind, name, path, wanted = null, found = null }) => ({
    kind: String(kind),
    name: String(name),
    path: String(path),
    wanted,
    found,
  }));
}

export function toWorkspaceRecord(row: WorkspaceRow, ownerEmail: string): WorkspaceRecord {
  return {
    id: row.id,
    name: row.name,
    clusterId: row.clusterId,
    ownerId: row.ownerId,
    ownerEmail,
    description: row.description,
    labels: textMap(row.labels),
    template: row.template,
    templateVersion: row.templateVersion,
    templateOutdated: row.templateOutdated,
    namespace: row.namespace,
    port: row.port,
    viewersMayOpen: row.viewersMayOpen,
    names: toNames(row.names),
    desired: oneOf(desiredStates, row.desired, "stopped"),
    revision: row.revision,
    appliedRevision: row.appliedRevision,
    restartCount: row.restartCount,
    deleteStorage: row.deleteStorage,
    inherited: row.inherited,
    waitingInherited: row.waitingInherited,
    settingsChanged: row.settingsChanged,
    drift: toDrift(row.drift),
    adopted: row.adopted,
    phase: oneOf<Phase>(phases, row.phase, "unknown"),
    cause: toCause(row.cause),
    ready: row.ready,
    restarts: row.restarts,
    image: row.image,
    cpu: row.cpu,
    memory: row.memory,
    startedAt: row.startedAt,
    lastActivityAt: row.lastActivityAt,
    idlePolicy: readIdlePolicy(row.idlePolicy),
    idleStopsAt: row.idleStopsAt,
    idleWarnedAt: row.idleWarnedAt,
    keepUntil: row.keepUntil,
    schedule: readSchedule(row.schedule),
    expiresAt: row.expiresAt,
    postStart: readPostStart(row.postStart),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function toProgress(value: unknown): readonly ProgressStep[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ at, step, message }) => ({
    at: String(at),
    step: String(step),
    message: String(message),
  }));
}

function toOperationError(value: unknown): OperationError | null {
  if (!isObject(value)) return null;
  return {
    code: String(value.code),
    message: String(value.message),
    ...(isText(value.text) ? { text: value.text } : {}),
    ...(typeof value.next_step === "string" ? { next_step: value.next_step } : {}),
  };
}

export function toOperationRecord(row: OperationRow): OperationRecord {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    kind: oneOf<OperationKind>(operationKinds, row.kind, "update"),
    state: oneOf<OperationState>(operationStates, row.state, "failed"),
    progress: toProgress(row.progress),
    error: toOperationError(row.error),
    attempts: row.attempts,
    authorEmail: row.authorEmail,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** An operation as `to_jsonb` gives it: times are texts. */
export type OperationJson = Omit<OperationRow, "createdAt" | "startedAt" | "finishedAt"> & {
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
};

export const readOperationJson = (json: OperationJson): OperationRecord =>
  toOperationRecord({
    ...json,
    createdAt: new Date(json.createdAt),
    startedAt: dateOrNull(json.startedAt),
    finishedAt: dateOrNull(json.finishedAt),
  });
