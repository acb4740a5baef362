import type { WorkspaceDto } from "@/lib/workspaces/dto";

/** Its deletion is wished for, which nobody takes back: nothing of it is worth asking for, and soon nothing of it can be. */
export const isGoing = ({ phase, operation }: Pick<WorkspaceDto, "phase" | "operation">): boolean =>
  phase === "deleting" || operation?.kind === "delete";
