import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, open, readFile, unlink } from "node:fs/promises";
import path from "node:path";
import type { Settings } from "@/lib/config/settings";
import { newId } from "@/lib/server/ids";
import { createSealer, type Sealer } from "./sealer";

/** BERTH_SECRET, or the one in the data directory, which is made at the first start (product, section 9). */
export async function openSealer(settings: Settings): Promise<Sealer> {
  const secret = settings.BERTH_SECRET ?? (await readOrMakeSecret(settings.BERTH_DATA_DIR));
  return createSealer(secret, settings.BERTH_SECRET_PREVIOUS);
}

async function readOrMakeSecret(directory: string): Promise<string> {
  const file = path.join(directory, "secret");
  const found = await readSecret(file);
  if (found !== null) return found;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // Written aside and linked: a start that is killed in between leaves no half secret, and of two starts one wins.
  const draft = path.join(directory, `.secret-${newId()}`);
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString("base64url")}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(draft, file).catch(ignoreExisting);
  await unlink(draft);
  const made = await readSecret(file);
  if (made === null) throw new Error(`The portal's secret could not be written to ${file}`);
  return made;
}

async function readSecret(file: string): Promise<string | null> {
  try {
    const secret = (await readFile(file, "utf8")).trim();
    if (secret.length < 32)
      throw new Error(
        `${file} holds no secret of at least 32 characters; restore it from a backup, or remove it if nothing was sealed yet`,
      );
    await chmod(file, 0o600);
    return secret;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
const isMissing = (error: unknown): boolean => codeOf(error) === "ENOENT";

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== "EEXIST") throw error;
}
