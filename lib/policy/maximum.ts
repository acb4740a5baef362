import { say, type Said } from "@/lib/i18n/say";
import type { Fault } from "@/lib/shared/errors";
import { getIn, isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { joinPath } from "@/lib/shared/path";
import { compareQuantities, parseQuantity } from "@/lib/shared/quantity";
import type { Part } from "./part";
import { located, type Pod } from "./pod";
import type { Amounts, Maximum } from "./policy";

const asQuantity = (value: Json | undefined) =>
  typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;

/** What cannot be read cannot be shown to be within the limit. */
function isWithin(found: Json | undefined, most: string | number): boolean {
  const [amount, limit] = [asQuantity(found), parseQuantity(most)];
  return amount !== null && limit !== null && amount.nano >= 0n && compareQuantities(amount, limit) <= 0;
}

const isZero = (value: Json | undefined): boolean => asQuantity(value)?.nano === 0n;

const tooMuch = (found: Json | undefined, most: string | number): Said =>
  say("maximum/exceeded", { found: String(found), most });

/** `maximum.resources` on one container. */
export function checkResources(
  part: Part,
  { resources: most }: Maximum,
  requestsFollowLimits: boolean,
): readonly Fault[] {
  if (!most || !isObject(part.resources)) return [];
  const limits = isObject(part.resources.limits) ? part.resources.limits : {};
  const written = isObject(part.resources.requests) ? part.resources.requests : {};
  const path = `${part.path}.resources`;
  return [
    ...checkAmounts(written, most.requests ?? {}, `${path}.requests`, "maximum.resources.requests"),
    ...checkAmounts(limits, most.limits ?? {}, `${path}.limits`, "maximum.resources.limits"),
    ...checkNoZero(limits, most.limits ?? {}, `${path}.limits`),
    ...(requestsFollowLimits ? checkImpliedRequests(limits, written, most.requests ?? {}, path) : []),
  ];
}

function checkAmounts(found: JsonObject, allowed: Amounts, path: string, rule: string): readonly Fault[] {
  return Object.entries(allowed)
    .filter(([name, most]) => Object.hasOwn(found, name) && !isWithin(found[name], most))
    .map(([name, most]) => ({ path: joinPath(path, name), rule, ...tooMuch(found[name], most) }));
}

/** A limit of 0 is no limit, for Kubernetes and for Docker. */
function checkNoZero(limits: JsonObject, allowed: Amounts, path: string): readonly Fault[] {
  return Object.keys(allowed)
    .filter((name) => (name === "cpu" || name === "memory") && Object.hasOwn(limits, name) && isZero(limits[name]))
    .map((name) => ({
      path: joinPath(path, name),
      rule: "maximum.resources.limits",
      ...say("maximum/no-limit", { most: allowed[name] ?? 0 }),
    }));
}

/** Kubernetes takes the limit as the request where none is written. */
function checkImpliedRequests(
  limits: JsonObject,
  requests: JsonObject,
  allowed: Amounts,
  path: string,
): readonly Fault[] {
  return Object.entries(allowed)
    .filter(([name, most]) => {
      const implied = Object.hasOwn(limits, name) && !Object.hasOwn(requests, name);
      return implied && !isWithin(limits[name], most);
    })
    .map(([name, most]) => ({
      path: joinPath(`${path}.requests`, name),
      rule: "maximum.resources.requests",
      ...say("maximum/implied", { found: String(limits[name]), most }),
    }));
}

/** `maximum.storage` and `maximum.max_idle_seconds` on the resolved document. */
export function checkDocumentMaximum(value: JsonObject, maximum: Maximum): readonly Fault[] {
  const idle = getIn(value, ["lifecycle_config", "termination_policy", "max_idle_seconds"]);
  const most = maximum.max_idle_seconds;
  return [
    ...checkStorage(value.storage_request_size, "storage_request_size", maximum),
    ...(most !== undefined && typeof idle === "number" && idle > most
      ? [
          {
            path: "lifecycle_config.termination_policy.max_idle_seconds",
            rule: "maximum.max_idle_seconds",
            ...say("maximum/idle", { idle, most }),
          },
        ]
      : []),
  ];
}

function checkStorage(found: Json | undefined, path: string, { storage }: Maximum): readonly Fault[] {
  if (storage === undefined || found === undefined || isWithin(found, storage)) return [];
  return [{ path, rule: "maximum.storage", ...tooMuch(found, storage) }];
}

const requestedStorage = (claimSpec: unknown): Json | undefined => {
  const size = getIn(claimSpec, ["resources", "requests", "storage"]);
  return typeof size === "string" || typeof size === "number" ? size : undefined;
};

/** Volumes that are made with the pod are storage too. */
export function checkPodStorage(pod: Pod, maximum: Maximum): readonly Fault[] {
  return located(pod.value.volumes, `${pod.path}.volumes`).flatMap(({ path, value }) => {
    const size = requestedStorage(getIn(value, ["ephemeral", "volumeClaimTemplate", "spec"]));
    return checkStorage(size, `${path}.ephemeral.volumeClaimTemplate.spec.resources.requests.storage`, maximum);
  });
}

/** A built PersistentVolumeClaim. */
export const checkClaim = (body: JsonObject, name: string, maximum: Maximum): readonly Fault[] =>
  checkStorage(requestedStorage(body.spec), `PersistentVolumeClaim ${name}.spec.resources.requests.storage`, maximum);
