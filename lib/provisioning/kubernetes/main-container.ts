import { getIn, isObject, type JsonObject } from "@/lib/shared/json";
import { mainContainer } from "./kinds";

/** What kubectl, too, takes for a pod's main container. */
const defaultContainer = "kubectl.kubernetes.io/default-container";

const containersAt = (spec: unknown): readonly JsonObject[] => {
  const list = getIn(spec, ["containers"]);
  return Array.isArray(list) ? list.filter(isObject) : [];
};

/**
 * Name of the container that runs the user's tool. In what Berth builds that is its own; in what it took over the one that its author marked,
 * the only one, or the only one that serves a port. Null: several could be meant.
 */
export function mainContainerName(spec: unknown, annotations: unknown): string | null {
  const containers = containersAt(spec);
  const marked = getIn(annotations, [defaultContainer]);
  const serving = containers.filter(({ ports }) => Array.isArray(ports) && ports.length > 0);
  const found =
    containers.find(({ name }) => name === mainContainer) ??
    containers.find(({ name }) => name === marked) ??
    (containers.length === 1 ? containers[0] : serving.length === 1 ? serving[0] : undefined);
  return typeof found?.name === "string" ? found.name : null;
}

/** Of a pod that runs; where several could be meant, the first. */
export function mainContainerOfPod(pod: unknown): string {
  const spec = getIn(pod, ["spec"]);
  const first = containersAt(spec)[0]?.name;
  const name = mainContainerName(spec, getIn(pod, ["metadata", "annotations"]));
  return name ?? (typeof first === "string" ? first : mainContainer);
}
