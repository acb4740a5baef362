import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

export type Metrics = {
  readonly registry: Registry;
  readonly operations: Counter<"kind" | "result">;
  /** Seconds from the request to the end of the operation. */
  readonly operationSeconds: Histogram<"kind">;
  /** Seconds of one pass of the reconciler. */
  readonly passSeconds: Histogram<"result">;
  readonly workspaces: Gauge<"phase">;
  readonly queue: Gauge<"state">;
};

/** What `/metrics` shows. `process` adds memory, event loop and the like of this process. */
export function createMetrics(options: { readonly process: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.process) collectDefaultMetrics({ register: registry });
  return {
    registry,
    operations: new Counter({
      name: "berth_operations_total",
      help: "Operations that ended, by kind and result.",
      labelNames: ["kind", "result"],
      registers,
    }),
    operationSeconds: new Histogram({
      name: "berth_operation_seconds",
      help: "Time from the request to the end of an operation.",
      labelNames: ["kind"],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 600],
      registers,
    }),
    passSeconds: new Histogram({
      name: "berth_reconcile_pass_seconds",
      help: "Time of one pass of the reconciler over one workspace.",
      labelNames: ["result"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30],
      registers,
    }),
    workspaces: new Gauge({
      name: "berth_workspaces",
      help: "Workspaces by phase.",
      labelNames: ["phase"],
      registers,
    }),
    queue: new Gauge({
      name: "berth_reconcile_queue",
      help: "Workspaces that wait for the reconciler or are in its hands.",
      labelNames: ["state"],
      registers,
    }),
  };
}
