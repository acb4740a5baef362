import type { Readable } from "node:stream";
import { isObject } from "@/lib/shared/json";
import { cause } from "@/lib/workspaces/cause";
import { causeOfMessage } from "../causes";
import type { Engine } from "./engine";
import { causeError, causeOf, engineText, statusOf, toPortalError } from "./errors";
import { asReadable, linesOf } from "./lines";

/** Seconds without a word from the engine after which a pull is given up. */
const silenceSeconds = 120;

/** Fetches an image; throws with its cause when the registry has none, refuses, or cannot be reached. */
export async function pullImage(engine: Engine, image: string, signal: AbortSignal): Promise<void> {
  const context = { image, name: "" };
  const failed = (reason: string) =>
    causeError(causeOfMessage(reason, context) ?? cause("image-pull-failed", { image, reason }, [reason]));
  let stream: Readable;
  try {
    stream = asReadable(await engine.raw(() => engine.docker.pull(image), signal, silenceSeconds));
  } catch (error) {
    const found = causeOf(error, context);
    if (found) throw causeError(found);
    throw statusOf(error) === undefined
      ? toPortalError(error, "engine/could-not-fetch-image")
      : failed(engineText(error));
  }
  const end = () => stream.destroy(new Error("no progress, or cancelled"));
  let timer = setTimeout(end, silenceSeconds * 1000);
  signal.addEventListener("abort", end, { once: true });
  try {
    for await (const line of linesOf(stream)) {
      clearTimeout(timer);
      timer = setTimeout(end, silenceSeconds * 1000);
      const reason = errorIn(line);
      if (reason !== null) throw failed(reason);
    }
  } catch (error) {
    throw toPortalError(error, "engine/could-not-fetch-image");
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}

/** Progress is one JSON object in a line; a failure in the middle comes as `{ "error": … }` with status 200. */
function errorIn(line: string): string | null {
  if (!line.includes('"error"')) return null;
  const progress: unknown = JSON.parse(line);
  return isObject(progress) && typeof progress.error === "string" ? progress.error : null;
}
