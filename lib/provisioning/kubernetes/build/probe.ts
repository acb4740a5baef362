import type { JsonObject } from "@/lib/shared/json";

/**
 * Ready as soon as possible, so one look a second; never killed for being slow, so only readiness. Ten misses in a row take a running
 * workspace out of service: a busy one-second pause of a notebook must not.
 */
const timing = { periodSeconds: 1, timeoutSeconds: 3, failureThreshold: 10, successThreshold: 1 } as const;

/**
 * The readiness probe for `health_path` (product, section 2: any status below 500 is ready). The kubelet counts only 200 to 399 as
 * success, so the default path, which nobody chose, is checked by TCP: a tool that answers 401 or 404 at `/` must become ready. A path
 * that somebody names is a health endpoint and is asked by HTTP. docs/decisions/0003-kubernetes-readiness-probe.md
 */
export function readinessProbe(healthPath: string, port: number): JsonObject {
  if (healthPath === "" || healthPath === "/") return { tcpSocket: { port }, ...timing };
  return { httpGet: { path: healthPath, port, scheme: "HTTP" }, ...timing };
}
