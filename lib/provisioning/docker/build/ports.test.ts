import { describe, expect, it } from "vitest";
import type { Json } from "@/lib/shared/json";
import { portsOf } from "./ports";

const one = (container: string, address: string, host: number) => [{ container, address, host }];

describe("published ports", () => {
  it.each<[Json, ReturnType<typeof one>]>([
    [["8080"], one("8080/tcp", "127.0.0.1", 0)],
    [[8080], one("8080/tcp", "127.0.0.1", 0)],
    [["80:8080/udp"], one("8080/udp", "127.0.0.1", 80)],
    [["0.0.0.0:80:8080"], one("8080/tcp", "0.0.0.0", 80)],
    [["[::1]:80:8080"], one("8080/tcp", "::1", 80)],
    [["10.0.0.5::8080"], one("8080/tcp", "10.0.0.5", 0)],
    [{ "8080": 80 }, one("8080/tcp", "127.0.0.1", 80)],
    [{ "8080/tcp": "0.0.0.0:80" }, one("8080/tcp", "0.0.0.0", 80)],
    [{ "8080/tcp": ["0.0.0.0", 80] }, one("8080/tcp", "0.0.0.0", 80)],
    [{ "8080": null }, one("8080/tcp", "127.0.0.1", 0)],
  ])("%j stays on loopback unless an address is written", (value, expected) => {
    expect(portsOf(value)).toEqual(expected);
  });

  it.each<[Json]>([[["1-2:3-4"]], [["80:0"]], ["80"], [{ "8080": { a: 1 } }], [[null]]])("%j is refused", (value) => {
    expect(() => portsOf(value)).toThrow(/container_config.ports/);
  });
});
