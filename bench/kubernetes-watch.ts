import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

/** When a client of the cluster first hears of the objects of a namespace: StatefulSets, Pods, Pods that are ready, Pods that ended. */
export function watchObjects(kubeconfig: string, namespace: string) {
  const seen: { readonly what: string; readonly name: string; readonly at: number }[] = [];
  const watch = (kind: string, column: string, what: (line: string) => string | null) => {
    const child = spawn(path.join(path.dirname(kubeconfig), "bin/kubectl"), [
      ...["--kubeconfig", kubeconfig, "-n", namespace, "get", kind, "-w", "--output-watch-events", "--no-headers"],
      ...["-o", `custom-columns=TYPE:.type,STATE:${column}`],
    ]);
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = what(line);
      const name = line.trim().split(/\s+/).at(-1) ?? "";
      if (found !== null) seen.push({ what: found, name, at: performance.now() });
    });
    return child;
  };
  const children = [
    watch("statefulsets", ".object.status.replicas,NAME:.object.metadata.name", (line) =>
      line.startsWith("ADDED") ? "statefulset" : null,
    ),
    watch(
      "pods",
      '.object.status.conditions[?(@.type=="Ready")].status,PHASE:.object.status.phase,NAME:.object.metadata.name',
      (line) => {
        if (line.startsWith("ADDED")) return "pod";
        if (/Succeeded|Failed/.test(line)) return "pod over";
        return /^MODIFIED.*True/.test(line) ? "pod ready" : null;
      },
    ),
  ];
  return {
    /** Milliseconds on the clock of `performance.now()`. */
    first: (what: string, since: number): number | undefined =>
      seen.find((entry) => entry.what === what && entry.at >= since)?.at,
    /** Of how many different objects this was heard. */
    count: (what: string, since: number): number =>
      new Set(seen.filter((entry) => entry.what === what && entry.at >= since).map((entry) => entry.name)).size,
    close: () => children.forEach((child) => child.kill()),
  };
}
