import { describe, expect, it } from "vitest";
import { chooseLocale, chooseTimeZone } from "./locales";

describe("chooseLocale", () => {
  it.each([
    ["de", "en-GB,en", "de"],
    [undefined, "de-AT,de;q=0.9,en;q=0.8", "de"],
    [undefined, "fr,en;q=0.5", "en"],
    ["xx", "fr", "en"],
    [undefined, null, "en"],
  ])("takes the choice %s before the browser's wish %s", (chosen, wished, expected) => {
    expect(chooseLocale(chosen, wished)).toBe(expected);
  });
});

describe("chooseTimeZone", () => {
  it("takes a known zone", () => expect(chooseTimeZone("Europe/Berlin")).toBe("Europe/Berlin"));
  it("falls back to UTC for a zone that does not exist", () => expect(chooseTimeZone("Mars/Olympus")).toBe("UTC"));
  it("falls back to UTC when nothing is known", () => expect(chooseTimeZone(undefined)).toBe("UTC"));
});
