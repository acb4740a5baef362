import http from "node:http";
import type { Duplex } from "node:stream";
import type { ConnectedCluster } from "@/lib/clusters/server/registry";
import { workspaceBasePath } from "@/lib/gateway/address";
import { say } from "@/lib/i18n/say";
import type { Services } from "@/lib/server/services";
import { isPortalError } from "@/lib/shared/errors";
import { refOf, type WorkspaceRecord } from "@/lib/workspaces/record";
import { seenIngress } from "@/lib/workspaces/server/seen-ingress";
import type { IdlePolicy } from "../policy";
import { probeRequests, together, unknownReading, type ProbeReading, type ProbeRequest } from "../probe-answers";
import type { Use } from "./evidence-store";

/** Seconds that one workspace may take to answer; a hanging one delays nothing else. */
const answerSeconds = 3;
const longestAnswer = 512 * 1024;

/** Asks what has to be asked of a workspace: its server and its CPU. What fails is unknown; it never throws. */
export async function askWorkspace(
  services: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  policy: IdlePolicy,
): Promise<readonly Use[]> {
  const signal = AbortSignal.timeout(answerSeconds * 1000);
  const asked = [
    ...(policy.probe === null ? [] : [named("probe", probe(services, cluster, workspace, policy.probe, signal))]),
    ...(policy.cpu === null ? [] : [named("cpu", cpu(services, cluster, workspace, policy.cpu, signal))]),
  ];
  return await Promise.all(asked);

  async function named(source: "probe" | "cpu", reading: Promise<ProbeReading>): Promise<Use> {
    return { workspaceId: workspace.id, source, ...(await withoutThrowing(reading, signal)) };
  }
}

/** The time limit holds whatever the backend does with the signal. */
async function withoutThrowing(reading: Promise<ProbeReading>, signal: AbortSignal): Promise<ProbeReading> {
  const late = unknownReading(say("idle/probe-late", { seconds: answerSeconds }));
  const limit = new Promise<ProbeReading>((resolve) =>
    signal.addEventListener("abort", () => resolve(late), { once: true }),
  );
  const read = reading.catch((error: unknown) =>
    signal.aborted ? late : unknownReading(isPortalError(error) ? error : { message: "an unexpected answer" }),
  );
  return await Promise.race([read, limit]);
}

async function cpu(
  { clock }: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  floor: number,
  signal: AbortSignal,
): Promise<ProbeReading> {
  const sample = await cluster.runtime().sample(refOf(workspace), signal);
  if (sample === null) return unknownReading(say("idle/no-sample"));
  return sample.cpu > floor
    ? { state: "active", at: clock.now(), reason: null }
    : { state: "idle", at: null, reason: null };
}

async function probe(
  services: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  kind: NonNullable<IdlePolicy["probe"]>,
  signal: AbortSignal,
): Promise<ProbeReading> {
  const { config, isDefault } = cluster;
  const address = { name: workspace.name, cluster: config.name, onDefaultCluster: isDefault };
  const bases = [
    seenIngress(cluster, workspace.id)?.basePath ?? "",
    workspaceBasePath(services.settings, address) ?? "",
    "",
  ];
  const readings: ProbeReading[] = [];
  for (const request of probeRequests(kind)) {
    const reading = await askOne(services, cluster, workspace, request, [...new Set(bases)], signal);
    readings.push(reading);
    if (reading.state !== "idle") break;
  }
  return together(readings);
}

/** A server that does not heed its base path has nothing under it: it is asked without. */
async function askOne(
  { clock }: Services,
  cluster: ConnectedCluster,
  workspace: WorkspaceRecord,
  request: ProbeRequest,
  bases: readonly string[],
  signal: AbortSignal,
): Promise<ProbeReading> {
  let status = 404;
  for (const base of bases) {
    const stream = await cluster.runtime().dial(refOf(workspace), workspace.port, signal);
    const answer = await fetchJson(stream, base + request.path, signal);
    if (answer.status === 200) {
      if (answer.tooLong) return unknownReading(say("idle/probe-long", { path: request.path }));
      return request.read(answer.json, clock.now());
    }
    status = answer.status;
    if (status !== 404) break;
  }
  return unknownReading(say("idle/probe-status", { path: request.path, status }));
}

type Answer = { readonly status: number; readonly json: unknown; readonly tooLong: boolean };

/** One GET over a connection of its own. Redirects are not followed. What is no JSON reads as undefined. */
function fetchJson(stream: Duplex, path: string, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      stream.destroy();
      reject(error);
    };
    const request = http.get(
      {
        path,
        host: "workspace",
        headers: { accept: "application/json", connection: "close", "user-agent": "berth-idle" },
        createConnection: () => stream as never,
        signal,
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const end = (tooLong: boolean) => {
          stream.destroy();
          const json = tooLong ? undefined : parse(Buffer.concat(chunks).toString("utf8"));
          resolve({ status: response.statusCode ?? 0, json, tooLong });
        };
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > longestAnswer) end(true);
          else chunks.push(chunk);
        });
        response.on("end", () => end(false));
        response.on("error", fail);
      },
    );
    request.on("error", fail);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the reader says so.
    return undefined;
  }
}
