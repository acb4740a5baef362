import { Prisma } from "@/lib/server/generated/prisma/client";
import { equalJson, type JsonObject } from "@/lib/shared/json";
import type { WorkspaceRecord } from "../record";
import type { WorkspaceChange } from "./store";

const jsonColumn = (value: JsonObject | null) => (value === null ? Prisma.DbNull : value);

/**
 * What a wish changes of a workspace's row, as Prisma takes it. What idle stop decided was about the workspace as it was; a schedule that is
 * another one begins anew.
 */
export function changedColumns(data: WorkspaceChange["data"], workspace: WorkspaceRecord) {
  const { restarts = 0, settingsChanged, idlePolicy, schedule, postStart, ...plain } = data;
  return {
    ...plain,
    idleCheckAt: null,
    idleStopsAt: null,
    idleWarnedAt: null,
    ...(settingsChanged ? { settingsChanged: [...settingsChanged] } : {}),
    ...(idlePolicy === undefined ? {} : { idlePolicy: jsonColumn(idlePolicy) }),
    ...(postStart === undefined ? {} : { postStart: jsonColumn(postStart) }),
    ...(schedule === undefined ? {} : { schedule: jsonColumn(schedule) }),
    ...(schedule === undefined || equalJson(schedule, workspace.schedule) ? {} : { scheduleNextAt: null }),
    restartCount: { increment: restarts },
  };
}
