import { randomBytes, randomInt } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyz";
const alphabet = `${letters}0123456789`;

const pick = (from: string): string => from.charAt(randomInt(from.length));

/** Id of a row: 12 characters, lower case, a letter first, so that it can be a part of any backend's object names (naming.ts). */
export function newId(): string {
  return pick(letters) + Array.from({ length: 11 }, () => pick(alphabet)).join("");
}

/** An id of the same form from a digest (base64url, 16 bytes or more): the same digest gives the same id. */
export function idFrom(digest: string): string {
  const [first = 0, ...rest] = Buffer.from(digest, "base64url").subarray(0, 12);
  return letters.charAt(first % letters.length) + rest.map((byte) => alphabet.charAt(byte % alphabet.length)).join("");
}

/** A secret that cannot be guessed: 256 bits, safe in an address. */
export function newSecretText(): string {
  return randomBytes(32).toString("base64url");
}
