import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/lib/database/server/testing";
import { dockerProvider } from "@/lib/provisioning/docker/provider";
import { createFakeCluster } from "@/lib/provisioning/fake/provider";
import { createWorkspace } from "./create-workspace";
import { getWorkspace } from "./get-workspace";
import { previewUpdate } from "./preview-update";
import { openTestPortal, type TestPortal } from "./testing";

let database: TestDatabase;
let portal: TestPortal;
beforeAll(async () => {
  database = await openTestDatabase();
  const { type, build, rules } = dockerProvider;
  portal = await openTestPortal({ database, provider: { ...createFakeCluster().provider, type, build, rules } });
  await portal.loop.close();
}, 60_000);
afterAll(async () => {
  await portal.stop();
  await database.close();
});

it("a workspace's public_url is told beside the gateway's address, and is no part of what runs", async () => {
  const editor = await portal.as("editor");
  const config = { image: "a:1", public_url: "mage.example.com/test1" };
  await createWorkspace(editor, { document: { name: "lab", container_config: config } });
  const told = await getWorkspace(editor, { name: "lab" });
  expect(told).toMatchObject({ public_url: "https://mage.example.com/test1" });
  expect(told.url).toContain("lab.localhost");
  const change = { document: { container_config: { public_url: "https://other.example.com" } } };
  const { plan } = await previewUpdate(editor, { name: "lab" }, change);
  const paths = plan.steps.flatMap(({ changes }) => changes.map(({ path }) => path));
  expect(JSON.stringify(paths)).not.toContain("public");
});
