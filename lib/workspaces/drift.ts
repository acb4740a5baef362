import type { Json } from "@/lib/shared/json";

/** A field of one of the workspace's objects that is not as Berth applied it, or an object that is missing. Secrets are masked. */
export type DriftEntry = {
  readonly kind: string;
  readonly name: string;
  /** As in plans (lib/provisioning/plan.ts); empty: the whole object. */
  readonly path: string;
  /** What was applied; null: nothing. */
  readonly wanted: Json;
  /** What is there now; null: nothing. */
  readonly found: Json;
};
