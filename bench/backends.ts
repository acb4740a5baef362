export const namespace = "bench";

/** Settings of a portal with that one cluster. Kubernetes: BERTH_TEST_KUBECONFIG; Docker: BERTH_TEST_DOCKER, the path of the engine's socket. */
export function settingsOf(type: string): Readonly<Record<string, string>> {
  const kubeconfig = process.env["BERTH_TEST_KUBECONFIG"] ?? "";
  if (type === "kubernetes") return { CLUSTER_TYPE: type, KUBECONFIG: kubeconfig, KUBE_NAMESPACE: namespace };
  if (type === "docker") return { CLUSTER_TYPE: type, DOCKER_HOST: `unix://${process.env["BERTH_TEST_DOCKER"] ?? ""}` };
  return { CLUSTER_TYPE: "local" };
}

/** What runs: the same trivial web server everywhere, or locally the app that comes with Berth (`notes`). */
export function containerOf(type: string, app: string | undefined): Readonly<Record<string, unknown>> {
  if (type !== "local") return { container_config: { image: "berth.test/workspace:1" } };
  return app === "notes" ? {} : { container_config: { command: ["busybox", "httpd", "-f", "-p", "{port}"] } };
}
