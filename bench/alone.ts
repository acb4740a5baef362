import { spawnSync } from "node:child_process";
import http from "node:http";
import path from "node:path";
import { namespace } from "./backends";
import { until } from "./measure";

export const kubeconfig = process.env["BERTH_TEST_KUBECONFIG"] ?? "";
const socket = process.env["BERTH_TEST_DOCKER"] ?? "";

/** What the API gives as `manifests`. */
export type Built = { readonly body: Record<string, unknown> };

export function kubectl(args: readonly string[], input = ""): string {
  const program = path.join(path.dirname(kubeconfig), "bin/kubectl");
  const result = spawnSync(program, ["--kubeconfig", kubeconfig, ...args], { encoding: "utf8", input });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout;
}

export const makeNamespace = (): string =>
  kubectl(["apply", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }));

export const listOf = (manifests: readonly Built[]): string =>
  JSON.stringify({ apiVersion: "v1", kind: "List", items: manifests.map((manifest) => manifest.body) });

/** Answers of the engine itself, without a client library. */
function engine(method: string, target: string, body?: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const request = http.request(
      { socketPath: socket, method, path: target, headers: { "content-type": "application/json" } },
      (response) => {
        let answer = "";
        response.on("data", (chunk: Buffer) => (answer += chunk.toString()));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text: answer }));
      },
    );
    request.on("error", reject);
    request.end(text);
  });
}

const answers = (host: string, port: number): Promise<boolean> =>
  fetch(`http://${host}:${port}/`, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.ok,
    () => false,
  );

/** Volume, container and start by the engine alone, until the first answer; removed when `mayEnd` lets it. Milliseconds. */
export async function engineAlone(
  name: string,
  mayEnd: (took: number) => Promise<void> | void = () => {},
): Promise<number> {
  const start = performance.now();
  await engine("POST", "/volumes/create", { Name: name });
  // The network that Berth makes: an engine may have no default bridge.
  const host = { Init: true, NetworkMode: "berth", Mounts: [{ Type: "volume", Source: name, Target: "/home/src" }] };
  await engine("POST", `/containers/create?name=${name}`, { Image: "berth.test/workspace:1", HostConfig: host });
  await engine("POST", `/containers/${name}/start`);
  const state = JSON.parse((await engine("GET", `/containers/${name}/json`)).text) as {
    NetworkSettings: { Networks: { berth: { IPAddress: string } } };
  };
  const address = state.NetworkSettings.Networks.berth.IPAddress;
  await until("an answer", 60, async () => ((await answers(address, 6789)) ? true : undefined));
  const took = performance.now() - start;
  await mayEnd(took);
  await engine("DELETE", `/containers/${name}?force=true&v=true`);
  await engine("DELETE", `/volumes/${name}`);
  return took;
}
