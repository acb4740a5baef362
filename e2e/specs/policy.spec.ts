import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { apiOf, apiSettings, bootstrapToken } from "../fixtures/api";
import { write } from "../fixtures/editor";
import { kubeconfig, withNamespace } from "../fixtures/kubernetes";
import { look } from "../fixtures/looks";
import { startPortal } from "../fixtures/portal";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const ownerSettings = { BERTH_OWNER_EMAIL: owner.email, BERTH_OWNER_PASSWORD: owner.password };
const memory = (amount: string) => `container_config: { resources: { limits: { memory: ${amount} } } }\n`;
const documentOf = (name: string, amount: string) =>
  `name: ${name}\ncontainer_config: { image: berth.test/workspace:1, resources: { limits: { memory: ${amount} } } }\n`;

/** Writes a policy, looks at its effect, saves it. */
async function savePolicy(page: Page, text: string, effect: RegExp, version: number): Promise<void> {
  await write(page, text);
  await page.getByRole("button", { name: "What would this change?" }).click();
  await expect(page.getByRole("heading", { name: "What this would change" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: effect })).toBeVisible();
  await page.getByLabel(/^Why/).fill(`Version ${version} of the test`);
  await page.getByRole("button", { name: "Save version" }).click();
  await expect(page.getByRole("heading", { name: `Version ${version}`, exact: true })).toBeVisible();
}

test("an administrator saves a policy after looking at its effect; a strict one refuses, another one overrides and says so", async ({
  page,
}) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  const settings = { CLUSTER_TYPE: "kubernetes", KUBECONFIG: kubeconfig, KUBE_NAMESPACE: "policy" };
  await withNamespace("policy", async () => {
    await withPortal(page, { ...settings, ...ownerSettings, ...apiSettings }, async (portal) => {
      const api = apiOf(portal);
      await api.json("POST", "/workspaces", { name: "before", container_config: { image: "berth.test/workspace:1" } });
      await api.until("before", "running");
      const { started_at: startedAt } = await api.json<{ started_at: string }>("GET", "/workspaces/before");

      await signIn(page, portal);
      await page.getByRole("link", { name: "Policies" }).click();
      await expect(page.getByText("No policy is in force.")).toBeVisible();
      await write(page, "enforced: true\n");
      await expect(page.getByRole("button", { name: /^Line 1: enforced/ })).toBeVisible();
      await expect(page.getByRole("button", { name: "What would this change?" })).toBeDisabled();
      await savePolicy(page, `enforce: true\nstrict: true\n${memory("64Mi")}`, /1 get other values/, 1);

      await test.step("what runs goes on, and is marked", async () => {
        await page.goto(`${portal.url}/workspaces`);
        const row = page.getByRole("row").filter({ hasText: "before" });
        await expect(row.getByText("1 setting changed")).toBeVisible();
        const now = await api.json<{ started_at: string; settings_changed: string[] }>("GET", "/workspaces/before");
        expect(now).toMatchObject({
          started_at: startedAt,
          settings_changed: ["policy:container_config.resources.limits.memory"],
        });
      });

      await test.step("a document that conflicts is marked at its line and cannot be reviewed", async () => {
        await page.goto(`${portal.url}/workspaces/new`);
        await write(page, documentOf("conflict", "128Mi"));
        const fault = page.getByRole("button", { name: /^Line 2: container_config\.resources\.limits\.memory/ });
        await expect(fault).toContainText("128Mi");
        await expect(fault).toContainText("64Mi");
        await expect(page.locator(".monaco-editor .squiggly-error").first()).toBeVisible();
        await expect(page.getByRole("button", { name: "Review" })).toBeDisabled();
        const refused = await api.send("POST", "/workspaces", {
          name: "conflict",
          container_config: { image: "berth.test/workspace:1", resources: { limits: { memory: "128Mi" } } },
        });
        expect(refused.status).toBe(422);
        expect(await refused.json()).toMatchObject({
          code: "policy",
          errors: [
            { path: "container_config.resources.limits.memory", rule: "enforce.strict", layer: "policy:portal" },
          ],
        });
      });

      await test.step("without strict the policy wins, the plan warns, and the configuration tells what was written", async () => {
        await page.goto(`${portal.url}/policies`);
        await savePolicy(page, `enforce: true\n${memory("64Mi")}`, /1 unaffected/, 2);
        await page.getByRole("button", { name: "Show the changes of version 2" }).click();
        await expect(page.getByRole("dialog").locator(".line-delete, .char-delete").first()).toBeVisible();
        await page.keyboard.press("Escape");

        await page.goto(`${portal.url}/workspaces/new`);
        await write(page, documentOf("overridden", "128Mi"));
        await page.getByRole("button", { name: "Review" }).click();
        await expect(page.getByText(/container_config\.resources\.limits\.memory.*128Mi.*64Mi/)).toBeVisible();
        await page.getByRole("button", { name: "Create", exact: true }).click();
        await page.waitForURL(/\/workspaces\/overridden/);
        await api.until("overridden", "running");
        await page.getByRole("link", { name: "Configuration" }).click();
        const row = page.getByRole("row").filter({ hasText: "container_config.resources.limits.memory" });
        await expect(row).toContainText("64Mi");
        await expect(row).toContainText("Policy portal");
        await expect(row).toContainText("128Mi");
      });

      await test.step("axe finds nothing on the screen, before and after the preview, and nothing is cut off", async () => {
        const preview = async (shown: Page) => {
          await write(shown, "enforce: true\nrequire: { labels: [team] }\n");
          await shown.getByRole("button", { name: /What would this change|Was würde das ändern/ }).click();
          await shown.getByRole("button", { name: /Save version|Fassung speichern/ }).waitFor();
        };
        await look(page, portal, [
          { name: "policies", path: "/policies" },
          { name: "what a policy would change", path: "/policies", open: preview },
        ]);
      });

      for (const name of ["before", "overridden"]) await api.json("DELETE", `/workspaces/${name}?storage=delete`);
    });
  });
});

test("a policy file that is wrong stops the start; one that breaks later keeps the old one and shows on the health page", async ({
  page,
}) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "berth-policy-"));
  const file = path.join(folder, "policy.yaml");
  const settings = { CLUSTER_TYPE: "local", WORKSPACE_DEFAULT_CONFIG_PATH: file, ...ownerSettings, ...apiSettings };
  try {
    fs.writeFileSync(file, "enforce: maybe\nmaximum: { storage: much }\ndeny: [everything]\n");
    const refused = await startPortal(settings).then(
      () => "it started",
      (error: unknown) => String(error),
    );
    for (const place of ["1:1 enforce:", "2:12 maximum.storage:", "3:8 deny[0]:"]) expect(refused).toContain(place);

    fs.writeFileSync(file, "health_path: /one\n");
    await withPortal(page, settings, async (portal) => {
      const api = apiOf(portal);
      const fromFile = () =>
        api.json<{ file: { parsed: { defaults: unknown }; faults: unknown[] } }>("GET", "/policies/workspace");
      fs.writeFileSync(file, "health_path: /two\n# longer\n");
      await expect
        .poll(async () => (await fromFile()).file.parsed.defaults)
        .toMatchObject({ local: { health_path: "/two" } });
      fs.writeFileSync(file, "health_path: [\n");
      await expect.poll(async () => (await fromFile()).file.faults.length).toBeGreaterThan(0);
      expect((await fromFile()).file.parsed.defaults).toMatchObject({ local: { health_path: "/two" } });

      await signIn(page, portal);
      await page.goto(`${portal.url}/health`);
      await expect(page.getByText(file, { exact: false })).toBeVisible();
      await look(page, portal, [{ name: "policies with a broken file", path: "/policies" }]);

      const berth = (args: readonly string[], input = "") => {
        const env = {
          PATH: process.env["PATH"] ?? "",
          HOME: portal.dataDir,
          BERTH_URL: portal.url,
          BERTH_TOKEN: bootstrapToken,
        };
        const program = path.join(import.meta.dirname, "../../bin/berth.mjs");
        const run = spawnSync(process.execPath, [program, ...args], {
          encoding: "utf8",
          input,
          env: { ...env, NODE_ENV: "production" },
        });
        return { code: run.status, text: run.stdout + run.stderr };
      };
      await api.json("POST", "/workspaces", { name: "one" });
      const text = "require: { labels: [team] }\n";
      expect(berth(["policy", "get", "--file"]).text).toContain("health_path: /two");
      expect(berth(["policy", "apply", "-f", "-", "--dry-run"], text).text).toMatch(/one\s+local\s+refused\s+labels/);
      expect(berth(["policy", "versions", "-o", "json"]).text.trim()).toBe("[]");
      expect(berth(["policy", "apply", "-f", "-", "-m", "first"], text).text).toContain("Version 1 is in force");
      expect(berth(["policy", "apply", "-f", "-", "--if-version", "0"], "port: 1\n")).toMatchObject({ code: 4 });
      expect(berth(["policy", "apply", "-f", "-"], "prot: 1\n").text).toContain('line 1:1 prot: Unknown key "prot"');
      expect(berth(["policy", "get", "1"]).text.trim()).toBe(text.trim());
      expect(berth(["policy", "versions"]).text).toMatch(/1 .* first/);
      await api.json("DELETE", "/workspaces/one?storage=delete");
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
