import type { ClusterRuntime, WorkspaceRef } from "@/lib/provisioning/provider";

export type HookResult = {
  /** Null: the backend does not tell it. */
  readonly code: number | null;
  /** Both outputs together; of much only the end. */
  readonly output: string;
  readonly seconds: number;
  /** It was broken off at its time limit. */
  readonly late: boolean;
};

/** Bytes of output that are kept. */
const kept = 4_000;

/** Runs a command in a workspace to its end, without a terminal and without input. Throws what the backend refuses with. */
export async function runInside(
  runtime: Pick<ClusterRuntime, "exec">,
  ref: WorkspaceRef,
  argv: readonly string[],
  limit: AbortSignal,
): Promise<HookResult> {
  const began = performance.now();
  const session = await runtime.exec(ref, { command: argv, tty: false, cols: 80, rows: 24 }, limit);
  let output = "";
  session.stream.setEncoding("utf8");
  session.stream.on("data", (text: string) => (output = (output + text).slice(-kept)));
  // How it ends is told by `done`; a stream that is cut off when time is up is no failure of its own.
  session.stream.on("error", () => undefined);
  session.stream.end();
  const late = new Promise<"late">((resolve) => limit.addEventListener("abort", () => resolve("late"), { once: true }));
  const ending = await Promise.race([session.done, late]);
  if (ending === "late") session.close();
  return {
    code: ending === "late" ? null : ending,
    output,
    seconds: (performance.now() - began) / 1000,
    late: ending === "late",
  };
}
