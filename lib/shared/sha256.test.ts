import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sha256 } from "./sha256";

describe("sha256", () => {
  test.each(["", "abc", "ü€😀", ...[55, 56, 63, 64, 65, 119, 120, 1000].map((length) => "x".repeat(length))])(
    "agrees with the platform's digest (%#)",
    (text) => {
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    },
  );
});
