import { describe, expect, it } from "vitest";
import { causeOfMessage } from "./causes";

const context = { image: "team/app:1", name: "berth-demo-123456" };

/** Answers of dockerd 20.10, and of registries as later versions quote them. */
describe("the cause behind an engine's words", () => {
  it.each([
    [
      'invalid mount config for type "bind": bind source path does not exist: /srv/none',
      "bind-path-missing",
      { path: "/srv/none" },
    ],
    [
      'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/no/such": stat /no/such: no such file or directory: unknown',
      "command-not-found",
      { command: "/no/such", reason: "stat /no/such: no such file or directory" },
    ],
    [
      'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "mage": executable file not found in $PATH: unknown',
      "command-not-found",
      { command: "mage", reason: "executable file not found in $PATH" },
    ],
    [
      "driver failed programming external connectivity on endpoint x (abc): Bind for 127.0.0.1:8080 failed: port is already allocated",
      "port-in-use",
      { port: "8080" },
    ],
    [
      "driver failed programming external connectivity on endpoint x (abc): Error starting userland proxy: listen tcp4 127.0.0.1:8081: bind: address already in use",
      "port-in-use",
      { port: "8081" },
    ],
    ["network lost not found", "network-not-found", { network: "lost" }],
    [
      'Conflict. The container name "/berth-demo" is already in use by container "0123". You have to remove (or rename) that container to be able to reuse that name.',
      "name-in-use",
      { name: "berth-demo" },
    ],
    ["No such image: team/app:1", "image-not-found", { image: "team/app:1" }],
    [
      "manifest for team/app:1 not found: manifest unknown: manifest unknown",
      "image-not-found",
      { image: "team/app:1" },
    ],
    [
      "pull access denied for team/app, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      "image-pull-denied",
      { image: "team/app:1" },
    ],
    ["unable to find user nobodyx: no matching entries in passwd file", "rejected", {}],
  ])("%s", (message, code, params) => {
    expect(causeOfMessage(message, context)).toMatchObject({ code, params, evidence: [message] });
  });

  it("does not guess", () => {
    expect(causeOfMessage("context deadline exceeded", context)).toBeNull();
    expect(
      causeOfMessage('Get "https://registry.example/v2/": dial tcp: lookup registry.example: no such host', context),
    ).toBeNull();
  });
});
