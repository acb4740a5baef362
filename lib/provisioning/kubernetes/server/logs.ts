import { PassThrough, pipeline, type Readable } from "node:stream";
import { isPortalError } from "@/lib/shared/errors";
import type { LogOptions } from "../../provider";
import { objectPath, relatedKinds } from "../kinds";
import type { KubernetesClient } from "./client";

/** A silent container's log sends not even headers when it is followed, so an open one is assumed after this time. */
const quietAfter = 500;
const followTimeout = 24 * 60 * 60 * 1000;

/** The log as bytes; empty where no container has begun yet. Ends when the container ends, or when the signal is aborted. */
export async function openLogs(
  client: KubernetesClient,
  pod: { readonly namespace: string; readonly name: string; readonly main: string },
  options: LogOptions,
  signal: AbortSignal,
): Promise<Readable> {
  const query = new URLSearchParams({ container: options.container ?? pod.main });
  if (options.tail !== undefined) query.set("tailLines", String(options.tail));
  if (options.follow === true) query.set("follow", "true");
  if (options.previous === true) query.set("previous", "true");
  const answer = client.stream({
    call: { verb: "get", resource: "pods/log", namespace: pod.namespace, name: pod.name },
    method: "GET",
    path: `${objectPath(relatedKinds.Pod, pod.namespace, pod.name)}/log?${query}`,
    accept: "*/*",
    signal,
    ...(options.follow === true ? { timeout: followTimeout } : {}),
  });
  const output = new PassThrough();
  // Whoever reads gets the error; a reader that has already gone must not end the portal.
  output.on("error", () => undefined);
  const connected = answer.then(
    (source) => void pipeline(source, output, () => undefined),
    (error: unknown) => {
      if (!hasNoLog(error)) throw error;
      output.end();
    },
  );
  connected.catch((error: Error) => output.destroy(signal.aborted ? undefined : error));
  signal.addEventListener("abort", () => output.end(), { once: true });
  if (options.follow !== true) await connected;
  else await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, quietAfter))]);
  return output;
}

/** The kubelet's words for a container that has not begun, or has had no run before this one; and a pod that has just gone. */
const noLogYet = /is waiting to start|previous terminated container .* not found/;

const hasNoLog = (error: unknown): boolean =>
  isPortalError(error) &&
  (error.code === "not-found" || (error.code === "cluster/rejected" && noLogYet.test(error.message)));
