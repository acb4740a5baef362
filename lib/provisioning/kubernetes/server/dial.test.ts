import { expect, test } from "vitest";
import { isPodAddress } from "./dial";

test.each([
  ["10.215.0.7", true],
  ["192.168.1.5", true],
  ["100.64.0.9", true],
  ["fd00::12", true],
  ["127.0.0.1", false],
  ["0.0.0.0", false],
  ["169.254.169.254", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["fe80::1", false],
  ["::ffff:127.0.0.1", false],
  ["example.com", false],
  ["", false],
])("an address of a pod that the cluster names is dialled only when it can be a pod's: %s %s", (ip, expected) => {
  expect(isPodAddress(ip)).toBe(expected);
});
