import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import type { BuildContext } from "../../provider";
import { mainContainer } from "../kinds";
import { environmentOf } from "./environment";
import { copiedFields } from "./fields";
import { imageOf } from "./image";
import { readinessProbe } from "./probe";
import { securityContextOf } from "./security";
import { homeVolume } from "./storage";
import { compact, objectsOf } from "./values";

/** Where a workspace's own storage is mounted (product, section 6). */
const homePath = "/home/src";

type ContainerInput = {
  readonly config: JsonObject;
  readonly port: number;
  readonly healthPath: string;
  /** Folder inside a shared claim; null for the workspace's own claim. */
  readonly subPath: string | null;
};

/** The container that runs the user's tool. */
export function mainContainerOf(input: ContainerInput, context: BuildContext): JsonObject {
  const { config, port, healthPath } = input;
  const copied = Object.fromEntries(
    copiedFields.flatMap((field): [string, Json][] => {
      const value = config[field];
      return value === undefined || value === null ? [] : [[field, value]];
    }),
  );
  const environment = environmentOf(context.environment, context.names.env);
  return compact({
    ...copied,
    name: mainContainer,
    image: imageOf(config),
    env: environment.length > 0 ? environment : undefined,
    ports: portsOf(config, port),
    volumeMounts: mountsOf(config, input.subPath),
    readinessProbe: isObject(config.readinessProbe) ? config.readinessProbe : readinessProbe(healthPath, port),
    securityContext: securityContextOf(config),
  });
}

/** An init container or sidecar of the document, with the same security defaults. */
export const extraContainer = (container: JsonObject): JsonObject => ({
  ...container,
  ...(container.ports === undefined ? {} : { ports: objectsOf(container.ports, "ports").map(withProtocol) }),
  securityContext: securityContextOf(container),
});

function portsOf(config: JsonObject, port: number): readonly JsonObject[] {
  const written = objectsOf(config.ports, "container_config.ports").map(withProtocol);
  const isOwn = (item: JsonObject) => item.containerPort === port && item.protocol === "TCP";
  const own = { name: "http", containerPort: port, protocol: "TCP", ...written.find(isOwn) };
  return [own, ...written.filter((item) => !isOwn(item))];
}

/** Server-side apply knows a port by number and protocol, so the protocol must be there. */
const withProtocol = (port: JsonObject): JsonObject => ({ ...port, protocol: port.protocol ?? "TCP" });

/** Mounts add to the workspace's own; one at the same path takes its place. */
function mountsOf(config: JsonObject, subPath: string | null): readonly JsonObject[] {
  const written = objectsOf(config.volumeMounts, "container_config.volumeMounts");
  if (written.some((mount) => mount.mountPath === homePath)) return written;
  return [{ name: homeVolume, mountPath: homePath, ...(subPath === null ? {} : { subPath }) }, ...written];
}
