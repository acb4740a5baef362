import { say } from "@/lib/i18n/say";
import type { ClusterType } from "@/lib/provisioning/provider";
import type { Fault } from "@/lib/shared/errors";
import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { compareQuantities, parseQuantity } from "@/lib/shared/quantity";

/** What only the resolved whole can show: something to run is missing, or two values contradict each other. */
export function checkRunnable(value: JsonObject, type: ClusterType): readonly Fault[] {
  const config = isObject(value.container_config) ? value.container_config : {};
  return [...checkImage(config, type), ...checkSharedClaim(value), ...checkRequests(config.resources)];
}

function checkImage(config: JsonObject, type: ClusterType): readonly Fault[] {
  if (type === "local" || type === "fake" || (typeof config.image === "string" && config.image !== "")) return [];
  return [{ path: "container_config.image", ...say("run/no-image") }];
}

/** Product section 6: a shared claim without a folder of its own would show every workspace the files of all others. */
function checkSharedClaim(value: JsonObject): readonly Fault[] {
  if (value.pvc_name === undefined || (typeof value.pvc_subpath === "string" && value.pvc_subpath !== "")) return [];
  return [{ path: "pvc_subpath", ...say("run/shared-claim") }];
}

const quantityOf = (value: Json | undefined) =>
  typeof value === "string" || typeof value === "number" ? parseQuantity(value) : null;

function checkRequests(resources: Json | undefined): readonly Fault[] {
  if (!isObject(resources) || !isObject(resources.requests) || !isObject(resources.limits)) return [];
  const { requests, limits } = resources;
  return Object.keys(requests).flatMap((name): readonly Fault[] => {
    const [request, limit] = [
      quantityOf(requests[name]),
      Object.hasOwn(limits, name) ? quantityOf(limits[name]) : null,
    ];
    if (!request || !limit || compareQuantities(request, limit) <= 0) return [];
    const amounts = { request: String(requests[name]), limit: String(limits[name]) };
    return [{ path: `container_config.resources.requests.${name}`, ...say("run/request-above-limit", amounts) }];
  });
}
