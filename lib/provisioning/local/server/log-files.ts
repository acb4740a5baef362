import { open, readFile, rename, rm, stat, truncate, writeFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { LogOptions } from "../../provider";

/** Of one start's output; the older half goes when it is reached. */
const maximumBytes = 16 * 1024 * 1024;
const pollMilliseconds = 150;

export type LogFiles = { readonly current: string; readonly rotated: string; readonly previous: string };

export const logFiles = (folder: string): LogFiles => ({
  current: path.join(folder, "output.log"),
  rotated: path.join(folder, "output.older.log"),
  previous: path.join(folder, "output.previous.log"),
});

/** Before a start: what there is becomes the previous start's output. */
export async function beginLog(files: LogFiles): Promise<void> {
  const older = await readFile(files.rotated).catch(absent);
  if (older !== null) {
    const newer = await readFile(files.current).catch(absent);
    await writeFile(files.previous, newer === null ? older : Buffer.concat([older, newer]), { mode: 0o600 });
    await Promise.all([rm(files.rotated, { force: true }), rm(files.current, { force: true })]);
    return;
  }
  await rename(files.current, files.previous).catch(absent);
}

/**
 * Keeps the output of a running process below its size. The process holds the file open, so its content is moved, not the file: lines that
 * are written in between (microseconds) may be lost.
 */
export async function capLog(files: LogFiles): Promise<void> {
  const size = (await stat(files.current).catch(absent))?.size ?? 0;
  if (size < maximumBytes / 2) return;
  await writeFile(files.rotated, await lastBytes(files.current, maximumBytes / 2), { mode: 0o600 });
  await truncate(files.current, 0);
}

export async function lastLines(files: LogFiles, count: number): Promise<readonly string[]> {
  const text = (await lastBytes(files.current, 4096).catch(absent))?.toString("utf8") ?? "";
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count);
}

async function lastBytes(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, bytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The output so far and, with `follow`, what is to come, over restarts too, until the signal ends it. */
export function openLog(files: LogFiles, options: LogOptions, signal: AbortSignal): Readable {
  return Readable.from(nonEmpty(readLog(files, options, signal)), { objectMode: false });
}

/** A stream of bytes that is given an empty chunk asks for no further one. */
async function* nonEmpty(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) if (chunk.length > 0) yield chunk;
}

async function* readLog(files: LogFiles, options: LogOptions, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (options.previous) {
    const all = await readFile(files.previous).catch(absent);
    if (all !== null) yield tailOf(all, options.tail);
    return;
  }
  const older = (await readFile(files.rotated).catch(absent)) ?? Buffer.alloc(0);
  const handle = await open(files.current, "r").catch(absent);
  const present = handle ? await readFrom(handle, 0) : Buffer.alloc(0);
  try {
    yield tailOf(Buffer.concat([older, present]), options.tail);
    if (options.follow) yield* follow(files, handle, present.length, signal);
  } finally {
    // `follow` closes handles that it has replaced; this one may be closed already.
    await handle?.close().catch(absent);
  }
}

async function* follow(
  files: LogFiles,
  first: FileHandle | null,
  position: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  let handle = first;
  let at = position;
  try {
    while (!signal.aborted) {
      if (handle) {
        const { size } = await handle.stat();
        if (size < at) at = 0;
        const more = await readFrom(handle, at);
        at += more.length;
        yield more;
      }
      if (await isReplaced(files.current, handle)) {
        if (handle) yield await readFrom(handle, at);
        if (handle !== first) await handle?.close();
        handle = await open(files.current, "r").catch(absent);
        at = 0;
        continue;
      }
      await pause(pollMilliseconds, signal);
    }
  } finally {
    if (handle !== first) await handle?.close();
  }
}

async function isReplaced(file: string, handle: FileHandle | null): Promise<boolean> {
  const now = await stat(file).catch(absent);
  if (!now) return false;
  return handle === null || (await handle.stat()).ino !== now.ino;
}

async function readFrom(handle: FileHandle, position: number): Promise<Buffer> {
  const { size } = await handle.stat();
  const length = Math.min(Math.max(0, size - position), maximumBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function tailOf(content: Buffer, lines: number | undefined): Buffer {
  if (lines === undefined) return content;
  let from = content.length - (content.at(-1) === 10 ? 1 : 0);
  for (let line = 0; line < lines; line += 1) {
    const next = content.lastIndexOf(10, from - 1);
    if (next < 0 || from <= 0) return content;
    from = next;
  }
  return content.subarray(from + 1);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
  });
}

/** A file that is not there yet (or any more) is an empty log; everything else is a fault of the disk. */
function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "EBADF") return null;
  throw error;
}
