import { isObject, type JsonObject } from "@/lib/shared/json";

/** What the supervisor knows of one workspace's process; the body of the related `ProcessState` manifest. */
export type ProcessState = {
  readonly alive: boolean;
  /** It was told to end and has not ended yet. */
  readonly stopping: boolean;
  readonly pid: number | null;
  readonly port: number | null;
  readonly started_at: string | null;
  readonly ready: boolean;
  /** It answered at least once since it was last asked to run. */
  readonly was_ready: boolean;
  /** Ends that nobody asked for, since the configuration last changed. */
  readonly restarts: number;
  /** Those of them in a row, without a minute of quiet in between. */
  readonly failures: number;
  /** Why the server's last probe failed. */
  readonly probe_error: string | null;
  /** Why it is not even tried to start. */
  readonly waiting: { readonly code: "command-not-found" | "port-in-use"; readonly reason: string } | null;
  /** The last end: `code` null when the portal was away and the code is lost. */
  readonly exit: { readonly code: number | null; readonly at: string; readonly out_of_memory: boolean } | null;
  /** The command's first word as it was started. */
  readonly program: string;
  /** Last lines of the output, kept when it ended by itself. */
  readonly last_lines: readonly string[];
};

/** The state of a related manifest. Only the supervisor writes it, so the shape is not checked field by field. */
export function processState(body: JsonObject | undefined): ProcessState | null {
  return isProcessState(body) ? body : null;
}

const isProcessState = (body: unknown): body is ProcessState & JsonObject =>
  isObject(body) && typeof body.alive === "boolean" && typeof body.failures === "number";
