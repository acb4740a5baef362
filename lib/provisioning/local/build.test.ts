import { expect, it } from "vitest";
import type { JsonObject } from "@/lib/shared/json";
import { planChanges } from "../plan";
import type { BuildContext } from "../provider";
import { buildLocal } from "./build";
import { localRules } from "./rules";

const context: BuildContext = {
  workspace: { id: "abc", name: "notes", owner: "a@example.com", revision: 3, restarts: 1 },
  names: { main: "notes-abc", data: "notes-abc-data", env: "notes-abc-env" },
  namespace: null,
  running: true,
  environment: [
    { name: "PORT", value: "6789", secret: false, origin: "builtin:berth" },
    { name: "ENV", value: "dev", secret: false, origin: "document" },
    { name: "TOKEN", value: "hush", secret: true, origin: "inherited" },
  ],
  facts: {},
};
const processOf = (document: JsonObject) => buildLocal(document, context)[1]?.body;

it("builds a folder and a process", () => {
  const document = {
    container_config: { command: ["python3", "-m", "http.server", "{port}"], working_dir: "site" },
    port: 8000,
  };
  expect(buildLocal(document, context)).toEqual([
    { kind: "Folder", name: "notes-abc-data", body: { workspace: "abc" } },
    {
      kind: "Process",
      name: "notes-abc",
      body: {
        workspace: "abc",
        workspace_name: "notes",
        command: ["python3", "-m", "http.server", "{port}"],
        environment: [
          { name: "ENV", value: "dev" },
          { name: "TOKEN", value: "hush", secret: true },
        ],
        working_dir: "site",
        port: 8000,
        document_port: 8000,
        health_path: "/",
        grace_seconds: 10,
        limits: { cpu: null, memory: null },
        running: true,
        restarts: 1,
      },
    },
  ]);
});

it("runs the app that comes with Berth when there is no command, on any free port", () => {
  expect(processOf({ port: 6789 })).toMatchObject({ command: ["{node}", "{app}/notes/server.mjs"], port: null });
});

it("gives a command that is one text to the shell, and a list to nobody", () => {
  expect(processOf({ container_config: { command: "serve --all" } })?.command).toEqual(["sh", "-c", "serve --all"]);
  expect(processOf({ container_config: { command: ["serve"], args: ["--all"] } })?.command).toEqual(["serve", "--all"]);
});

it("understands limits as Kubernetes and as Docker write them", () => {
  expect(processOf({ container_config: { resources: { limits: { cpu: "500m", memory: "1Gi" } } } })?.limits).toEqual({
    cpu: 0.5,
    memory: 1024 ** 3,
  });
  expect(processOf({ container_config: { cpus: 2, mem_limit: "512m" } })?.limits).toEqual({
    cpu: 2,
    memory: 512 * 1024 ** 2,
  });
});

it("refuses a variable that only Kubernetes could fill", () => {
  const environment = [{ name: "POD", valueFrom: { fieldRef: {} }, secret: false, origin: "document" }];
  expect(() => buildLocal({}, { ...context, environment })).toThrow("POD");
});

it("restarts for a changed variable, and does not for another health path or a stop", () => {
  const before = buildLocal({}, context);
  const effect = (document: JsonObject, change: Partial<BuildContext>) =>
    planChanges(buildLocal(document, { ...context, ...change }), before, localRules, "").effect;
  expect(effect({}, { environment: [] })).toBe("restart");
  expect(effect({ health_path: "/health" }, {})).toBe("live");
  expect(effect({}, { running: false })).toBe("live");
  expect(effect({}, {})).toBe("none");
});
