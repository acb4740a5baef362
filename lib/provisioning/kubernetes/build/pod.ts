import { isObject, type Json, type JsonObject } from "@/lib/shared/json";
import { standardLabels } from "../../labels";
import type { BuildContext } from "../../provider";
import { annotationKeys } from "../kinds";
import { extraContainer, mainContainerOf } from "./container";
import { secretData, secretDigest } from "./environment";
import { podFields, type PodKey } from "./fields";
import { homeVolume, type Storage } from "./storage";
import { compact, objectsOf, textOf } from "./values";

/** Long enough to save a notebook; short enough for a stop that people wait for. */
const defaultGraceSeconds = 10;

/** Pod keys that are combined with Berth's own values below; the rest is copied. */
const combined: readonly PodKey[] = ["volumes", "initContainers", "sidecars", "terminationGracePeriodSeconds"];

/** The StatefulSet's pod template. */
export function podTemplate(resolved: JsonObject, storage: Storage, port: number, context: BuildContext): JsonObject {
  const config = isObject(resolved.container_config) ? resolved.container_config : {};
  const main = mainContainerOf(
    {
      config,
      port,
      healthPath: typeof resolved.health_path === "string" ? resolved.health_path : "/",
      subPath: storage.subPath,
    },
    context,
  );
  const account = textOf(resolved.service_account_name);
  const initContainers = objectsOf(config.initContainers, "container_config.initContainers").map(extraContainer);
  return {
    metadata: { labels: { ...standardLabels(context.workspace) }, annotations: annotationsOf(resolved, context) },
    spec: compact({
      ...copiedPodFields(config),
      containers: [main, ...objectsOf(config.sidecars, "container_config.sidecars").map(extraContainer)],
      initContainers: initContainers.length > 0 ? initContainers : undefined,
      volumes: volumesOf(config, storage),
      terminationGracePeriodSeconds: config.terminationGracePeriodSeconds ?? defaultGraceSeconds,
      // Always written: the API server restores a removed name from the deprecated field `serviceAccount`.
      serviceAccountName: account ?? "default",
      automountServiceAccountToken: account !== null,
      enableServiceLinks: false,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    }),
  };
}

function copiedPodFields(config: JsonObject): Readonly<Record<string, Json>> {
  const fields = Object.entries(podFields).flatMap(([key, field]): [string, Json][] => {
    const value = config[key];
    const skip = value === undefined || value === null || combined.some((name) => name === key);
    return skip ? [] : [[field, value]];
  });
  return Object.fromEntries(fields);
}

/** A volume of the document that is named like Berth's own takes its place. */
function volumesOf(config: JsonObject, storage: Storage): readonly JsonObject[] {
  const written = objectsOf(config.volumes, "container_config.volumes");
  if (written.some((volume) => volume.name === homeVolume)) return written;
  return [{ name: homeVolume, persistentVolumeClaim: { claimName: storage.claimName } }, ...written];
}

/** Berth's own decide about restarts, so nothing may stand in their place. */
function annotationsOf(resolved: JsonObject, context: BuildContext): JsonObject {
  const data = secretData(context.environment);
  return {
    ...(isObject(resolved.pod_annotations) ? resolved.pod_annotations : {}),
    [annotationKeys.restarts]: String(context.workspace.restarts),
    ...(Object.keys(data).length > 0
      ? { [annotationKeys.secretDigest]: secretDigest(context.workspace.id, data) }
      : {}),
  };
}
