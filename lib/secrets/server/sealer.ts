import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** What a derived key is for: keys of different purposes tell nothing about each other. */
export type KeyPurpose = "session" | "gateway" | "sign";

/** Seals texts at rest and signs short texts, with keys derived from BERTH_SECRET. */
export type Sealer = {
  /** AES-256-GCM: `v1.<key id>.<nonce, cipher text and tag>`. The same text seals differently each time. */
  readonly seal: (text: string) => string;
  /** Opens what this secret or a previous one sealed; throws when it was altered or its secret is not known any more. */
  readonly open: (sealed: string) => string;
  /** True when it was sealed with a previous secret and should be sealed anew. */
  readonly isOutdated: (sealed: string) => boolean;
  /** HMAC-SHA-256 over purpose and text, base64url. */
  readonly sign: (purpose: string, text: string) => string;
  readonly verify: (purpose: string, text: string, signature: string) => boolean;
  /** Keyed fingerprint for comparing secrets without keeping them. */
  readonly fingerprint: (text: string) => string;
  /** 64 hex characters for another library's use. */
  readonly deriveKey: (purpose: KeyPurpose) => string;
};

type Key = { readonly id: string; readonly bytes: Buffer };

const nonceBytes = 12;
const tagBytes = 16;
const minimumLength = 32;

const derive = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "berth", purpose, 32));

function sealingKey(secret: string): Key {
  const bytes = derive(secret, "seal");
  return { id: createHash("sha256").update(bytes).digest("base64url").slice(0, 8), bytes };
}

export function createSealer(secret: string, previous: readonly string[] = []): Sealer {
  if (secret.length < minimumLength) throw new Error(`BERTH_SECRET must have at least ${minimumLength} characters`);
  const current = sealingKey(secret);
  const known = new Map([...previous.map(sealingKey), current].map((key) => [key.id, key]));
  const signingKey = derive(secret, "sign");
  const sign = (purpose: string, text: string): string =>
    createHmac("sha256", signingKey).update(`${purpose}\0${text}`).digest("base64url");

  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", current.bytes, nonce);
      const body = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.id}.${body.toString("base64url")}`;
    },
    open(sealed) {
      const [version, id, body, ...rest] = sealed.split(".");
      if (version !== "v1" || id === undefined || body === undefined || rest.length > 0)
        throw new Error("This is not a sealed text");
      const key = known.get(id);
      if (!key) throw new Error(`Sealed with key ${id}, which neither BERTH_SECRET nor BERTH_SECRET_PREVIOUS gives`);
      const bytes = Buffer.from(body, "base64url");
      if (bytes.length < nonceBytes + tagBytes) throw new Error("This is not a sealed text");
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      return (
        decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes), undefined, "utf8") + decipher.final("utf8")
      );
    },
    isOutdated: (sealed) => sealed.split(".")[1] !== current.id,
    sign,
    verify(purpose, text, signature) {
      const expected = Buffer.from(sign(purpose, text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    fingerprint: (text) => sign("fingerprint", text),
    deriveKey: (purpose) => derive(secret, purpose).toString("hex"),
  };
}
