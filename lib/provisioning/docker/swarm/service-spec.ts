import { isObject, type JsonObject } from "@/lib/shared/json";
import { containerSpec, type ContainerSpec } from "../container-spec";

/**
 * Body of a `Service` manifest: one replica (none while `running` is false) of a container. Variables that are secret are not in `env` but in
 * the Swarm secret named `secret`; `secret_env` has their names.
 */
export type ServiceSpec = ContainerSpec & {
  /** As Swarm writes them: `node.labels.disk==ssd`. Sorted. */
  readonly constraints: readonly string[];
  readonly secret: string | null;
  /** Restarts that were asked for: Swarm's own counter for that. */
  readonly restarts: number;
  /** In billionths of a core; an engine alone knows no such thing. */
  readonly cpu_reservation: number | null;
};

/** Only `buildService` and `readService` write it, so its shape is not checked field by field. */
export function serviceSpec(body: JsonObject): ServiceSpec {
  containerSpec(body);
  if (!isServiceSpec(body)) throw new Error("this is not the body of a Service manifest");
  return body;
}

const isServiceSpec = (body: unknown): body is ServiceSpec & JsonObject =>
  isObject(body) && Array.isArray(body.constraints) && typeof body.restarts === "number";
