import { describe, expect, it } from "vitest";
import { hostText, parseDockerHost } from "./docker-host";

describe("DOCKER_HOST", () => {
  it.each([
    ["", false, "unix:///var/run/docker.sock"],
    ["unix:///run/user/1000/docker.sock", false, "unix:///run/user/1000/docker.sock"],
    ["unix://var/run/docker.sock", false, "unix:///var/run/docker.sock"],
    ["/var/run/docker.sock", false, "unix:///var/run/docker.sock"],
    ["tcp://engine.example", false, "tcp://engine.example:2375"],
    ["tcp://engine.example", true, "tcp://engine.example:2376"],
    ["https://engine.example", false, "tcp://engine.example:2376"],
    ["tcp://[::1]:2375", false, "tcp://[::1]:2375"],
  ])("%s (verify %s) is %s", (text, verify, expected) => {
    expect(hostText(parseDockerHost(text, verify))).toBe(expected);
  });

  it.each(["ssh://me@engine", "tcp://", "unix://", "tcp://user:password@engine", "tcp://engine/path", "engine:2375"])(
    "%s is refused",
    (text) => {
      expect(() => parseDockerHost(text, false)).toThrow(/DOCKER_HOST/);
    },
  );
});
