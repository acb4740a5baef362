import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import PQueue from "p-queue";
import { say } from "@/lib/i18n/say";
import { PortalError } from "@/lib/shared/errors";

/** The parameters that OWASP's password storage cheat sheet names for scrypt with 32 MB; about 200 ms each. */
const cost = { N: 2 ** 15, r: 8, p: 3 } as const;
const keyBytes = 32;
const maxMemory = 128 * 2 ** 20;
/** About ten seconds of work: who came later is better told to try again. */
const longestQueue = 50;

export type Passwords = {
  /** `scrypt$N$r$p$salt$key`, so that the parameters may grow later. */
  readonly hash: (password: string) => Promise<string>;
  /** As slow for `null` (no such account) as for a real hash. */
  readonly verify: (password: string, hash: string | null) => Promise<boolean>;
};

/**
 * scrypt runs in Node's four worker threads, which also serve files and DNS: one at a time leaves three of them to everybody else, however
 * many people sign in.
 */
export function createPasswords(): Passwords {
  const queue = new PQueue({ concurrency: 1 });
  const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> => {
    if (queue.size >= longestQueue) {
      throw new PortalError("rate/limited", say("person/crowd"), {
        details: { retry_after: 10 },
      });
    }
    return queue.add(() => deriveKey(password.normalize("NFKC"), salt, options));
  };

  return {
    async hash(password) {
      const salt = randomBytes(16);
      const key = await derive(password, salt, cost);
      return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
    },
    async verify(password, hash) {
      const stored = hash === null ? null : parse(hash);
      const key = await derive(password, stored?.salt ?? randomBytes(16), stored?.options ?? cost);
      return stored !== null && key.length === stored.key.length && timingSafeEqual(key, stored.key);
    },
  };
}

function deriveKey(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password, salt, keyBytes, { ...options, maxmem: maxMemory }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

function parse(hash: string): { readonly options: ScryptOptions; readonly salt: Buffer; readonly key: Buffer } {
  const [kind, N, r, p, salt, key] = hash.split("$");
  if (kind !== "scrypt" || salt === undefined || key === undefined)
    throw new Error("A stored password hash has an unknown form");
  return {
    options: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    key: Buffer.from(key, "base64url"),
  };
}
