import { describe, expect, it } from "vitest";
import { parseDocument } from "./document";
import { publicUrl } from "./public-url";

const of = (config: string) => {
  const reading = parseDocument(`name: lab\ncontainer_config:${config}\n`, { clusterType: "docker" });
  return reading.ok ? publicUrl(reading.json, "docker") : reading.faults.map(({ path }) => path);
};

describe("the public address of a Docker workspace", () => {
  it.each([
    [" { image: a, public_url: mage.example.com/test1 }", "https://mage.example.com/test1"],
    [" { image: a, public_url: 'http://mage.example.com:8080/' }", "http://mage.example.com:8080/"],
    [" |\n  image: a\n  public_url: https://mage.example.com", "https://mage.example.com"],
    [" { image: a }", null],
  ])("%j is %s", (config, url) => expect(of(config)).toBe(url));

  it.each(["javascript:alert(1)", "ftp://example.com", "//example.com", "a b", "https://user:pass@example.com"])(
    "%s is none",
    (address) => expect(of(` { image: a, public_url: "${address}" }`)).toEqual(["container_config.public_url"]),
  );

  it("is nothing of other clusters", () => {
    expect(publicUrl({ container_config: { public_url: "a.example.com" } }, "kubernetes")).toBeNull();
  });
});
