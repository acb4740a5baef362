import type { Sayable } from "@/lib/i18n/text";
import type { JsonObject } from "@/lib/shared/json";
import type { EnvironmentEntry } from "@/lib/variables/environment";
import type { Manifest } from "./manifest";
import type { ObjectNames } from "./provider";

/** Something that runs on a cluster and that no workspace of this portal has. */
export type FoundWorkload = {
  /** The backend's own word: StatefulSet, Deployment, Container. */
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** The backend's own id of this very object: another of the same name is another. */
  readonly uid: string;
  readonly image: string | null;
  readonly mounts: readonly { readonly path: string; readonly source: string }[];
  /** It shall run: one replica and not none. */
  readonly running: boolean;
  readonly ready: boolean;
  /** ISO 8601; null where the backend does not tell. */
  readonly since: string | null;
  /** Made by Mage's own workspaces (label `dev-instance`). */
  readonly mage: boolean;
  /** What Berth, here or elsewhere, wrote on it; null: nothing. */
  readonly workspaceId: string | null;
  /** Why it cannot be taken over; null: it can. */
  readonly obstacle: Sayable | null;
  /** What people should know before they take it over. */
  readonly remarks: readonly Sayable[];
  /** The workload first, then what belongs to it, in the form in which they would be applied. */
  readonly objects: readonly Manifest[];
};

/**
 * What a workspace was taken over from, stored with it. Its objects keep the form in which they were found: what Berth would build is only
 * compared with what it would have built then, and the difference is made in them (docs/decisions/0009-adopted-keep-their-form.md).
 */
export type Adopted = {
  readonly found: readonly Manifest[];
  /** The effective configuration that stands for `found`, and the environment composed from it. */
  readonly resolved: JsonObject;
  readonly environment: readonly EnvironmentEntry[];
};

export type KeepFormInput = {
  /** What Berth builds now. */
  readonly built: readonly Manifest[];
  /** What it would have built from `Adopted.resolved`. */
  readonly base: readonly Manifest[];
  readonly found: readonly Manifest[];
  /** `container_config` now and then: a value that is written counts even where it is Berth's default. */
  readonly config: JsonObject;
  readonly baseConfig: JsonObject;
};

/** How a kind of backend takes over what others made; pure. */
export type Adoption = {
  /** The document that says what runs, with only what differs from Berth's defaults; without name and cluster. */
  readonly read: (workload: FoundWorkload) => JsonObject;
  /** The objects keep their names; `made` are those that a new workspace would have. */
  readonly names: (workload: FoundWorkload, made: ObjectNames) => ObjectNames;
  readonly keepForm: (input: KeepFormInput) => readonly Manifest[];
};
