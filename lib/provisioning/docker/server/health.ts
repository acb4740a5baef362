import type { HealthCheck } from "@/lib/health/check";
import { getIn } from "@/lib/shared/json";
import { isPortalError } from "@/lib/shared/errors";
import type { Capacity } from "../../provider";
import { isLoopback } from "../docker-host";
import { addressOf, type Engine } from "./engine";

/** API 1.40 came with Docker 19.03 (2019). */
const oldestApi: readonly [number, number] = [1, 40];

const ok = (code: string, summary: string): HealthCheck => ({ code, status: "ok", summary, next_step: "" });
const warn = (code: string, summary: string, next_step: string): HealthCheck => ({
  code,
  status: "warn",
  summary,
  next_step,
});
const fail = (code: string, summary: string, next_step: string): HealthCheck => ({
  code,
  status: "fail",
  summary,
  next_step,
});

/** What can be found out about an engine; one that does not answer has a single failed check. */
export async function engineHealth(
  engine: Engine,
  publish: string | null,
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  try {
    const [info, version] = await Promise.all([
      engine.call("does not tell what it is", (): Promise<unknown> => engine.docker.info(), signal, 5),
      engine.call("does not tell its version", () => engine.docker.version(), signal, 5),
    ]);
    return [
      ok("docker-reachable", `The engine answers at ${addressOf(engine)}`),
      versionCheck(version.ApiVersion, version.Version),
      storageCheck(String(getIn(info, ["Driver"]))),
      ...limitChecks(info),
      securityCheck(info),
      transportCheck(engine),
      reachCheck(engine, publish),
    ];
  } catch (error) {
    const reason = isPortalError(error) ? error.message : "The Docker engine does not answer";
    return [
      fail(
        "docker-reachable",
        reason,
        `Check that an engine runs at ${addressOf(engine)} and that the portal's user may use it.`,
      ),
    ];
  }
}

function versionCheck(api: string, version: string): HealthCheck {
  const [major = 0, minor = 0] = api.split(".").map(Number);
  const [oldMajor, oldMinor] = oldestApi;
  const enough = major > oldMajor || (major === oldMajor && minor >= oldMinor);
  return enough
    ? ok("docker-version", `Docker ${version}, API ${api}`)
    : fail(
        "docker-version",
        `Docker ${version} speaks API ${api}`,
        `Install Docker 19.03 or later (API ${oldestApi.join(".")}).`,
      );
}

const storageCheck = (driver: string): HealthCheck =>
  driver === "vfs"
    ? warn(
        "docker-storage",
        "The storage driver vfs copies the whole image for every container",
        "Use overlay2, or the containerd image store.",
      )
    : ok("docker-storage", `Storage driver ${driver}`);

function limitChecks(info: unknown): readonly HealthCheck[] {
  const missing = [
    ...(getIn(info, ["MemoryLimit"]) === false ? ["memory"] : []),
    ...(getIn(info, ["CpuCfsQuota"]) === false ? ["CPU"] : []),
  ];
  const limits =
    missing.length === 0
      ? ok("docker-limits", "Limits of CPU and memory are in force")
      : warn(
          "docker-limits",
          `The engine's kernel cannot limit ${missing.join(" and ")}`,
          "Enable the cgroup controllers memory and cpu.",
        );
  const swap =
    getIn(info, ["SwapLimit"]) === false
      ? [
          warn(
            "docker-swap",
            "The engine's kernel cannot limit swap: a workspace over its memory limit may swap instead of ending",
            "Boot with swapaccount=1, or without swap.",
          ),
        ]
      : [];
  return [limits, ...swap];
}

function securityCheck(info: unknown): HealthCheck {
  const options = getIn(info, ["SecurityOptions"]);
  const seccomp = Array.isArray(options) && options.some((option) => String(option).startsWith("name=seccomp"));
  return seccomp
    ? ok("docker-security", "System calls of containers are filtered (seccomp)")
    : warn(
        "docker-security",
        "The engine does not filter containers' system calls (no seccomp)",
        "Use an engine and a kernel with seccomp.",
      );
}

function transportCheck({ host }: Engine): HealthCheck {
  if (host.type === "socket" || host.tls)
    return ok("docker-transport", host.type === "socket" ? "Local socket" : "TLS with a client certificate");
  const text = "The engine is reached by TCP without TLS: whoever reaches that port owns its machine";
  const next = "Start it with --tlsverify, and set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH.";
  return isLoopback(host.host) ? warn("docker-transport", text, next) : fail("docker-transport", text, next);
}

function reachCheck(engine: Engine, publish: string | null): HealthCheck {
  if (engine.local)
    return ok(
      "docker-reach",
      publish === null
        ? "Workspaces are reached at their containers' addresses"
        : `Workspaces are reached at ports published on ${publish}`,
    );
  return publish === null || isLoopback(publish)
    ? warn(
        "docker-reach",
        "The engine is on another machine, and its workspaces' ports are not published where the portal could reach them",
        "Set the cluster's publish_address to an address of that machine in a network that only the portal reaches.",
      )
    : ok("docker-reach", `Workspaces are reached at ports published on ${publish}`);
}

/** Size of the engine's machine. */
export async function engineCapacity(engine: Engine, signal: AbortSignal): Promise<Capacity> {
  const info: unknown = await engine.call("does not tell its size", () => engine.docker.info(), signal);
  const number = (key: string): number | null => {
    const value = getIn(info, [key]);
    return typeof value === "number" ? value : null;
  };
  const text = (key: string): string => String(getIn(info, [key]) ?? "");
  return {
    cpu: number("NCPU"),
    memory: number("MemTotal"),
    nodes: 1,
    version: text("ServerVersion"),
    details: {
      operating_system: text("OperatingSystem"),
      architecture: text("Architecture"),
      storage_driver: text("Driver"),
      containers_running: number("ContainersRunning"),
      images: number("Images"),
    },
  };
}
