import type { PolicyInForce } from "@/lib/policy/policy";
import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { parseQuantity } from "@/lib/shared/quantity";

/** Kinds of servers that can be asked when they were used last; anything that begins with a slash is a path of the workspace's own. */
const knownProbes = ["mage", "jupyter"] as const;
export type KnownProbe = (typeof knownProbes)[number];
export type Probe = KnownProbe | `/${string}`;

/** Idle stop of one workspace as its effective configuration asks for it. Kept with its row, so that a sweep resolves no document. */
export type IdlePolicy = {
  readonly seconds: number;
  /** Null: nobody is asked, what passes the gateway decides. */
  readonly probe: Probe | null;
  /** Cores; above it the workspace counts as used. Null: not looked at. */
  readonly cpu: number | null;
};

/** Where idle stop is on and says no time. Not a layer: a default above a policy's maximum would refuse every workspace. */
export const defaultIdleSeconds = 3600;

/** Product, section 7: `termination_policy`. Null: off. */
export function idlePolicyOf(effective: JsonObject): IdlePolicy | null {
  const policy = getIn(effective, ["lifecycle_config", "termination_policy"]);
  if (!isObject(policy) || policy.enable_auto_termination !== true) return null;
  const { max_idle_seconds: seconds, activity_cpu: cpu } = policy;
  return {
    seconds: typeof seconds === "number" ? seconds : defaultIdleSeconds,
    probe: probeOf(effective, policy.activity_probe),
    cpu: typeof cpu === "string" || typeof cpu === "number" ? coresOf(cpu) : null,
  };
}

const isProbe = (value: unknown): value is Probe =>
  typeof value === "string" && (value.startsWith("/") || knownProbes.some((known) => known === value));

/** By its template, else by the name of its image: a Mage that nobody calls one is still a Mage. */
function probeOf(effective: JsonObject, wanted: unknown): Probe | null {
  if (wanted === "none") return null;
  if (isProbe(wanted)) return wanted;
  const image = getIn(effective, ["container_config", "image"]);
  const words = `${String(effective.template ?? "")} ${typeof image === "string" ? image : ""}`;
  if (/\bmage(ai)?\b/.test(words)) return "mage";
  return /jupyter/.test(words) ? "jupyter" : null;
}

function coresOf(text: string | number): number | null {
  const quantity = parseQuantity(text);
  return quantity === null ? null : Number(quantity.nano) / 1e9;
}

/** What `idlePolicyOf` made and the database kept. */
export function readIdlePolicy(value: unknown): IdlePolicy | null {
  if (!isObject(value) || typeof value.seconds !== "number") return null;
  return {
    seconds: value.seconds,
    probe: isProbe(value.probe) ? value.probe : null,
    cpu: typeof value.cpu === "number" ? value.cpu : null,
  };
}

/** The strictest `maximum.max_idle_seconds` of the policies; null: there is none. */
export function mostIdleSeconds(policies: readonly PolicyInForce[]): number | null {
  const all = policies.flatMap(({ policy }) => policy.maximum.max_idle_seconds ?? []);
  return all.length === 0 ? null : Math.min(...all);
}

/** A policy that came later caps what a workspace was started with. */
export const capIdle = (policy: IdlePolicy, most: number | null): IdlePolicy =>
  most === null || policy.seconds <= most ? policy : { ...policy, seconds: most };
