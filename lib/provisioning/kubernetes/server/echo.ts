import type { Manifest } from "../../manifest";
import { conditionOf, containersOf } from "../pod-state";
import type { Memory } from "./memory";

/**
 * Some causes are only true after a while in which nothing changes (`claimGraceSeconds`, `probeGraceSeconds` of failures.ts, the crash
 * pause of phase.ts): no watch would tell. So a workspace that is not settled is looked at again at these times after its last change.
 */
const delays = [6_000, 22_000];

export function createEcho(
  memory: Memory,
  tell: (workspaceId: string) => void,
  signal: AbortSignal,
): (workspaceId: string) => void {
  const pending = new Map<string, readonly NodeJS.Timeout[]>();
  const cancel = (workspaceId: string) => {
    pending.get(workspaceId)?.forEach(clearTimeout);
    pending.delete(workspaceId);
  };
  signal.addEventListener("abort", () => [...pending.keys()].forEach(cancel), { once: true });
  return (workspaceId) => {
    cancel(workspaceId);
    const pods = memory.recall(workspaceId)?.related ?? [];
    if (signal.aborted || pods.every(isSettled)) return;
    const timers = delays.map((delay, index) =>
      setTimeout(() => {
        if (index === delays.length - 1) pending.delete(workspaceId);
        tell(workspaceId);
      }, delay).unref(),
    );
    pending.set(workspaceId, timers);
  };
}

const isSettled = ({ body }: Manifest): boolean =>
  conditionOf(body, "Ready")?.status === "True" && containersOf(body).every((container) => container.restarts === 0);
