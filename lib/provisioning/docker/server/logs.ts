import { pipeline, Readable } from "node:stream";
import { isPortalError } from "@/lib/shared/errors";
import type { LogOptions } from "../../provider";
import { demux, demuxAll } from "./demux";
import type { Engine } from "./engine";
import { statusOf } from "./errors";
import { asReadable } from "./lines";

const evidenceLines = 10;
const longestLine = 300;

/**
 * Output of the workspace's container. Docker keeps one log over all restarts of a container; `previous` is its part before the last start.
 * The stream ends when the container ends, and is destroyed by `signal`. Without a container it is empty.
 */
export async function openLogs(
  engine: Engine,
  name: string,
  options: LogOptions,
  signal: AbortSignal,
): Promise<Readable> {
  try {
    return await openContainerLog(engine, name, options, signal);
  } catch (error) {
    // Not made yet, or just being taken away.
    const status = isPortalError(error) ? statusOf(error.options.cause) : undefined;
    if (status === 404 || status === 409) return Readable.from([]);
    throw error;
  }
}

async function openContainerLog(
  engine: Engine,
  name: string,
  options: LogOptions,
  signal: AbortSignal,
): Promise<Readable> {
  const container = engine.docker.getContainer(name);
  const until = options.previous ? await lastStart(engine, name, signal) : undefined;
  const query = {
    stdout: true,
    stderr: true,
    ...(options.tail === undefined ? {} : { tail: options.tail }),
    ...(until === undefined ? {} : { until }),
  };
  if (!options.follow || options.previous) {
    const data = await engine.call(
      "engine/no-log",
      (abortSignal) => container.logs({ ...query, follow: false, abortSignal }),
      signal,
    );
    return Readable.from([demuxAll(asBuffer(data))]);
  }
  return followed(await engine.call("engine/no-log", () => container.logs({ ...query, follow: true }), signal), signal);
}

/** A log that grows. The deadline is for the answer to begin; the caller's signal lives as long as the stream. */
export function followed(answer: NodeJS.ReadableStream, signal: AbortSignal): Readable {
  const source = asReadable(answer);
  const output = demux();
  const stop = () => source.destroy();
  signal.addEventListener("abort", stop, { once: true });
  // A broken connection ends the log like its end does: whoever reads it can open it again.
  pipeline(source, output, () => signal.removeEventListener("abort", stop));
  return output;
}

/** The end of a container's output, short enough to be evidence. An engine without that log (another log driver) has none. */
export async function lastLines(engine: Engine, id: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const data = await engine.raw(
      (abortSignal) =>
        engine.docker
          .getContainer(id)
          .logs({ stdout: true, stderr: true, tail: evidenceLines, follow: false, abortSignal }),
      signal,
    );
    const lines = demuxAll(asBuffer(data)).toString("utf8").split(/\r?\n/);
    return lines.filter((line) => line !== "").map((line) => line.slice(0, longestLine));
  } catch (error) {
    if (statusOf(error) !== undefined) return [];
    throw error;
  }
}

async function lastStart(engine: Engine, name: string, signal: AbortSignal): Promise<number> {
  const info = await engine.call(
    "engine/hides-container",
    (abortSignal) => engine.docker.getContainer(name).inspect({ abortSignal }),
    signal,
  );
  return Math.floor(Date.parse(info.State.StartedAt) / 1000);
}

/** Dockerode answers a short log as the text it parsed; the types tell only of a Buffer. */
const asBuffer = (data: Buffer | string): Buffer => (typeof data === "string" ? Buffer.from(data) : data);
