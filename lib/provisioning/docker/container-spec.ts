import { isObject, type JsonObject } from "@/lib/shared/json";

export type Mount = {
  readonly type: "bind" | "volume";
  /** Path on the engine's machine, or name of a volume. */
  readonly source: string;
  readonly target: string;
  readonly read_only: boolean;
};

export type PublishedPort = {
  /** `6789/tcp` */
  readonly container: string;
  readonly address: string;
  /** 0: the engine takes a free one. */
  readonly host: number;
};

/** CPU in billionths of a core, memory in bytes, null for no limit: the units of the engine. */
export type Limits = {
  readonly nano_cpus: number | null;
  readonly memory: number | null;
  readonly memory_reservation: number | null;
};

/** Body of a `Container` manifest: what Berth sets on a container. Null: left to the image or the engine. */
export type ContainerSpec = {
  readonly image: string;
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly user: string | null;
  readonly working_dir: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Names in `env` whose values are secret: whoever shows a manifest or a plan masks them. */
  readonly secret_env: readonly string[];
  readonly mounts: readonly Mount[];
  readonly networks: readonly string[];
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
  readonly resources: Limits;
  readonly shm_size: number | null;
  /** Number of devices, -1 for all. */
  readonly gpus: number | null;
  readonly running: boolean;
};

/** Fields whose absence means "as the image or engine has it". */
export const optionalFields = ["entrypoint", "command", "user", "working_dir", "shm_size"] as const;

/**
 * What of a live container is ours. An engine answers with the image's variables, labels and command merged into ours, so the names of
 * what we set (never values) are kept in a label.
 */
export type Owned = {
  readonly fields: readonly string[];
  readonly env: readonly string[];
  readonly secret_env: readonly string[];
  readonly labels: readonly string[];
};

export function ownedOf(spec: ContainerSpec): Owned {
  return {
    fields: optionalFields.filter((field) => spec[field] !== null),
    env: Object.keys(spec.env),
    secret_env: spec.secret_env,
    labels: Object.keys(spec.labels),
  };
}

export function parseOwned(text: string | undefined): Owned {
  const none: Owned = { fields: [], env: [], secret_env: [], labels: [] };
  if (text === undefined) return none;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return none; // somebody else's label: then nothing is ours, and the plan shows every field
  }
  const names = (key: string): readonly string[] => {
    const list = isObject(value) ? value[key] : undefined;
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  };
  return { fields: names("fields"), env: names("env"), secret_env: names("secret_env"), labels: names("labels") };
}

/** The body of a `Container` manifest. Only `buildDocker` and `readContainer` write it, so its shape is not checked field by field. */
export function containerSpec(body: JsonObject): ContainerSpec {
  if (!isContainerSpec(body)) throw new Error("this is not the body of a Container manifest");
  return body;
}

const isContainerSpec = (body: unknown): body is ContainerSpec & JsonObject =>
  isObject(body) &&
  typeof body.image === "string" &&
  isObject(body.env) &&
  isObject(body.resources) &&
  Array.isArray(body.mounts);
