import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, SignJWT, type JWK } from "jose";

/** An Ed25519 private key in PKCS#8 is this prefix and 32 bytes (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

export type IdentityClaims = {
  readonly email: string;
  readonly groups: readonly string[];
  readonly role: string;
  readonly workspace: string;
};

export type IdentitySigner = {
  /** A JWT for one workspace, valid for two minutes; workspaces check it with `jwks`. */
  readonly sign: (userId: string, claims: IdentityClaims, now: Date) => Promise<string>;
  readonly jwks: { readonly keys: readonly JWK[] };
};

/** `seedHex`: 64 hex characters that follow from the portal's secret, so that all replicas and every restart have the same key. */
export async function createIdentitySigner(seedHex: string, issuer: string): Promise<IdentitySigner> {
  const seed = Buffer.from(seedHex, "hex");
  const key: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
  const jwk = await exportJWK(createPublicKey(key));
  const kid = await calculateJwkThumbprint(jwk);
  return {
    jwks: { keys: [{ ...jwk, kid, alg: "EdDSA", use: "sig" }] },
    sign: (userId, claims, now) => {
      const seconds = Math.floor(now.getTime() / 1000);
      return new SignJWT({ email: claims.email, groups: claims.groups, role: claims.role })
        .setProtectedHeader({ alg: "EdDSA", kid })
        .setIssuer(issuer)
        .setSubject(userId)
        .setAudience(claims.workspace)
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + 120)
        .sign(key);
    },
  };
}
