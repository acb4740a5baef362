import { finding, type HealthCheck } from "@/lib/health/check";
import { say } from "@/lib/i18n/say";
import type { Sayable } from "@/lib/i18n/text";
import { getIn } from "@/lib/shared/json";
import { isPortalError } from "@/lib/shared/errors";
import type { Capacity } from "../../provider";
import { isLoopback } from "../docker-host";
import { addressOf, type Engine } from "./engine";

/** API 1.40 came with Docker 19.03 (2019). */
const oldestApi: readonly [number, number] = [1, 40];

const ok = (code: string, summary: Sayable): HealthCheck => finding(code, "ok", summary);
const warn = (code: string, summary: Sayable, next: Sayable): HealthCheck => finding(code, "warn", summary, next);
const fail = (code: string, summary: Sayable, next: Sayable): HealthCheck => finding(code, "fail", summary, next);

/** What can be found out about an engine; one that does not answer has a single failed check. */
export async function engineHealth(
  engine: Engine,
  publish: string | null,
  signal: AbortSignal,
): Promise<readonly HealthCheck[]> {
  try {
    const [info, version] = await Promise.all([
      engine.call("engine/no-identity", (): Promise<unknown> => engine.docker.info(), signal, 5),
      engine.call("engine/no-version", () => engine.docker.version(), signal, 5),
    ]);
    return [
      ok("docker-reachable", say("docker/answers", { address: addressOf(engine) })),
      versionCheck(version.ApiVersion, version.Version),
      storageCheck(String(getIn(info, ["Driver"]))),
      ...limitChecks(info),
      securityCheck(info),
      transportCheck(engine),
      reachCheck(engine, publish),
    ];
  } catch (error) {
    const reason = isPortalError(error) ? error : say("docker/silent");
    return [fail("docker-reachable", reason, say("docker/silent-next", { address: addressOf(engine) }))];
  }
}

function versionCheck(api: string, version: string): HealthCheck {
  const [major = 0, minor = 0] = api.split(".").map(Number);
  const [oldMajor, oldMinor] = oldestApi;
  const enough = major > oldMajor || (major === oldMajor && minor >= oldMinor);
  return enough
    ? ok("docker-version", say("docker/version", { version, api }))
    : fail(
        "docker-version",
        say("docker/version-old", { version, api }),
        say("docker/version-old-next", { oldest: oldestApi.join(".") }),
      );
}

const storageCheck = (driver: string): HealthCheck =>
  driver === "vfs"
    ? warn("docker-storage", say("docker/storage-vfs"), say("docker/storage-vfs-next"))
    : ok("docker-storage", say("docker/storage", { driver }));

function limitChecks(info: unknown): readonly HealthCheck[] {
  const [memory, cpu] = [getIn(info, ["MemoryLimit"]) !== false, getIn(info, ["CpuCfsQuota"]) !== false];
  const limits =
    memory && cpu
      ? ok("docker-limits", say("docker/limits"))
      : warn(
          "docker-limits",
          say("docker/limits-missing", {
            what: say(memory ? "what/cpu" : cpu ? "what/memory" : "what/memory-and-cpu"),
          }),
          say("docker/limits-missing-next"),
        );
  const swap =
    getIn(info, ["SwapLimit"]) === false ? [warn("docker-swap", say("docker/swap"), say("docker/swap-next"))] : [];
  return [limits, ...swap];
}

function securityCheck(info: unknown): HealthCheck {
  const options = getIn(info, ["SecurityOptions"]);
  const seccomp = Array.isArray(options) && options.some((option) => String(option).startsWith("name=seccomp"));
  return seccomp
    ? ok("docker-security", say("docker/seccomp"))
    : warn("docker-security", say("docker/no-seccomp"), say("docker/no-seccomp-next"));
}

function transportCheck({ host }: Engine): HealthCheck {
  if (host.type === "socket" || host.tls)
    return ok("docker-transport", say(host.type === "socket" ? "docker/local-socket" : "docker/tls"));
  const text = say("docker/no-tls");
  const next = say("docker/no-tls-next");
  return isLoopback(host.host) ? warn("docker-transport", text, next) : fail("docker-transport", text, next);
}

function reachCheck(engine: Engine, publish: string | null): HealthCheck {
  if (engine.local)
    return ok(
      "docker-reach",
      publish === null ? say("docker/reach-addresses") : say("docker/reach-ports", { address: publish }),
    );
  return publish === null || isLoopback(publish)
    ? warn("docker-reach", say("docker/no-reach"), say("docker/no-reach-next"))
    : ok("docker-reach", say("docker/reach-ports", { address: publish }));
}

/** Size of the engine's machine. */
export async function engineCapacity(engine: Engine, signal: AbortSignal): Promise<Capacity> {
  const info: unknown = await engine.call("engine/no-size", () => engine.docker.info(), signal);
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
