import { randomBytes, randomInt } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyz";
const alphabet = `${letters}0123456789`;

const pick = (from: string): string => from.charAt(randomInt(from.length));

/** Id of a row: 12 characters, lower case, a letter first, so that it can be a part of any backend's object names (naming.ts). */
export function newId(): string {
  return pick(letters) + Array.from({ length: 11 }, () => pick(alphabet)).join("");
}

/** A secret that cannot be guessed: 256 bits, safe in an address. */
export function newSecretText(): string {
  return randomBytes(32).toString("base64url");
}
