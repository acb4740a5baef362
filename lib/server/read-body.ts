import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";

export const maxBodyBytes = 2 ** 20;

const tooLarge = () => new PortalError("request/too-large", say("request/too-large", { most: maxBodyBytes / 1024 }));

/** The body as text; refuses one above 1 MiB before the rest of it is read. */
export async function readBody(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) throw tooLarge();
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new PortalError("request/unreadable", say("request/not-utf8"), { cause });
  }
}

/** The body as a JSON value; an empty one is an empty object, for actions that need no input. */
export function parseJsonBody(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PortalError("request/unreadable", say("request/not-json"), { cause });
  }
}
