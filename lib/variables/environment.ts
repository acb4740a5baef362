import type { JsonObject } from "@/lib/shared/json";

/** One variable of a workspace's final environment. */
export type EnvironmentEntry = {
  readonly name: string;
  /** A literal, or a Kubernetes `valueFrom`. */
  readonly value?: string;
  readonly valueFrom?: JsonObject;
  /** Sealed at rest and masked everywhere; goes into a Secret where the backend has such a thing. */
  readonly secret: boolean;
  /** Layer, colon, detail: `builtin:berth`, `inherited:USER_DEFINED_VARS`, `environment:WORKSPACE_ENV_PATTERN`, `document`. */
  readonly origin: string;
  /** Of the same name, weaker, weakest first. */
  readonly replaced?: readonly EnvironmentEntry[];
};
