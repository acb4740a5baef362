import { say, type Said } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { noteActivity } from "@/lib/reconcile/server/store";
import type { Services } from "@/lib/server/services";
import { portalItself } from "@/lib/server/system-call";
import { isPortalError } from "@/lib/shared/errors";
import { refOf, type WorkspaceRecord } from "@/lib/workspaces/record";
import { postStartSteps, type HookStep } from "../post-start";
import { runInside, type HookResult } from "./run-inside";
import { takeStarted } from "./hook-store";

export type HookRunner = {
  /** Looks for workspaces that have become ready, and begins what is to run in them. */
  readonly look: () => Promise<void>;
  /** Resolves when nothing runs. */
  readonly idle: () => Promise<void>;
  /** Ends what runs. */
  readonly close: () => Promise<void>;
};

export type HookLimits = { readonly seconds: number };
const defaults: HookLimits = { seconds: 600 };

/** Where workspaces find their storage; on this machine they begin in it. */
const storageRoot = (type: string): string => (type === "local" || type === "fake" ? "." : "/home/src");

const stepWords = { command: "post_start.command", hook: "post_start.hook_path" } as const;

/**
 * `post_start` (product, section 7): once per start of the container or process, when its server is ready. What a portal began and could not
 * end, because it was killed, is not begun again: once means at most once. A failure is told and changes nothing else.
 */
export function createHookRunner(services: Services, limits: HookLimits = defaults): HookRunner {
  const running = new Set<Promise<void>>();
  const ended = new AbortController();

  async function runAll(workspace: WorkspaceRecord): Promise<void> {
    const cluster = services.clusters.get(workspace.clusterId);
    if (!workspace.postStart) return;
    for (const step of postStartSteps(workspace.postStart, storageRoot(cluster.config.type))) {
      const told = await runOne(workspace, step);
      await noteActivity(
        services.db,
        workspace.id,
        portalItself,
        told.ok ? "post-start" : "post-start.failed",
        told.said.message,
      );
      if (!told.ok) return;
    }
  }

  async function runOne(workspace: WorkspaceRecord, { name, argv }: HookStep): Promise<{ ok: boolean; said: Said }> {
    const step = stepWords[name];
    try {
      const runtime = services.clusters.get(workspace.clusterId).runtime();
      const limit = AbortSignal.any([ended.signal, AbortSignal.timeout(limits.seconds * 1000)]);
      const result = await runInside(runtime, refOf(workspace), argv, limit);
      return { ok: result.code === 0 && !result.late, said: tell(step, result) };
    } catch (error) {
      services.log.warn({ err: error, workspace: workspace.name }, "a post-start step could not run");
      const reason: Sayable = isPortalError(error) ? error : { message: "the backend did not run it" };
      return { ok: false, said: say("deed/hook-refused", { step, reason }) };
    }
  }

  return {
    async look() {
      for (const workspace of await takeStarted(services.db)) {
        const pass = runAll(workspace)
          .catch((error: unknown) =>
            services.log.error({ err: error, workspace: workspace.name }, "a post-start step failed"),
          )
          .finally(() => running.delete(pass));
        running.add(pass);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async close() {
      ended.abort();
      await Promise.all(running);
    },
  };
}

function tell(step: string, { code, output, seconds, late }: HookResult): Said {
  const common = { step, seconds: seconds.toFixed(1), output: output.trim() === "" ? "–" : output.trim() };
  if (late) return say("deed/hook-late", common);
  return code === 0 ? say("deed/hook-done", common) : say("deed/hook-failed", { ...common, code: code ?? "?" });
}
