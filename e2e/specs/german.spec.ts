import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator, Page } from "@playwright/test";
import { english } from "../../lib/i18n/english/catalogue";
import { render } from "../../lib/i18n/text";
import causes from "../../messages/de/causes.json" with { type: "json" };
import german from "../../messages/de/texts.json" with { type: "json" };
import { apiOf, apiSettings } from "../fixtures/api";
import { kubeconfig, withNamespace } from "../fixtures/kubernetes";
import type { Portal } from "../fixtures/portal";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = { BERTH_OWNER_EMAIL: owner.email, BERTH_OWNER_PASSWORD: owner.password, ...apiSettings };

type Params = Readonly<Record<string, string | number>>;
const inGerman = (code: keyof typeof german, params: Params = {}): string => render({ code, params }, german) ?? code;

/** English templates of some length, as their words around the parameters. */
const englishPieces = Object.values<string>(english).flatMap((text) =>
  text.split(/\{\w+\}/).filter((piece) => piece.trim().split(/\s+/).length >= 4),
);

/** No sentence of the English catalogue, and none of the words without which there is hardly an English sentence. */
async function expectGerman(shown: Locator): Promise<void> {
  const text = await shown.innerText();
  expect(englishPieces.filter((piece) => text.includes(piece.trim()))).toEqual([]);
  expect(text.split("\n").filter((line) => /\b(the|is|are|must|does|cannot|this|has)\b/i.test(line))).toEqual([]);
}

async function beginInGerman(page: Page, portal: Portal): Promise<void> {
  await signIn(page, portal);
  await page.context().addCookies([{ name: "berth-locale", value: "de", url: portal.url }]);
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

const faultList = (page: Page): Locator => page.getByRole("alert").filter({ hasText: /zu beheben/ });

test("faults, a taken name, a plan's warning, findings and a stopped workspace's page are in German", async ({
  page,
}) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "berth-policy-"));
  const policy = path.join(folder, "policy.yaml");
  fs.writeFileSync(
    policy,
    "enforce: true\nlifecycle_config: { termination_policy: { enable_auto_termination: true, max_idle_seconds: 3600 } }\n",
  );
  await withPortal(
    page,
    { CLUSTER_TYPE: "local", WORKSPACE_DEFAULT_CONFIG_PATH: policy, ...settings },
    async (portal) => {
      const api = apiOf(portal);
      await api.json("POST", "/workspaces", { name: "broken", container_config: { command: ["no-such-program"] } });
      await beginInGerman(page, portal);
      await page.goto(`${portal.url}/workspaces/new`);

      await test.step("an unknown key, an amount that is none, a reserved name", async () => {
        await write(
          page,
          "name: api\ndescripton: x\ncontainer_config: { resources: { limits: { cpu: viel } } }\nport: 99999\n",
        );
        const faults = faultList(page);
        await expect(faults).toContainText(
          inGerman("document/unknown-key-near", { key: "descripton", near: "description" }),
        );
        await expect(faults).toContainText(inGerman("name/reserved", { name: "api" }));
        await expect(faults).toContainText(inGerman("value/quantity"));
        await expect(faults).toContainText(inGerman("field/port-range"));
        await expectGerman(faults);
      });

      await test.step("a name that is taken", async () => {
        await write(page, "name: broken\n");
        await expect(page.getByText(/gibt es schon einen Arbeitsbereich broken/)).toBeVisible();
      });

      await test.step("what a policy made of the document", async () => {
        await write(page, "name: warned\nlifecycle_config: { termination_policy: { max_idle_seconds: 600 } }\n");
        await page.getByRole("button", { name: "Prüfen" }).click();
        const warning = page.getByRole("alert").filter({ hasText: "Bitte beachten" });
        await expect(warning).toContainText(
          inGerman("enforce/warning-replaced", {
            path: "lifecycle_config.termination_policy.max_idle_seconds",
            by: "policy:file",
            users: "600",
            policys: "3600",
          }),
        );
        await expectGerman(warning);
      });

      await test.step("findings of the portal and of a cluster", async () => {
        await page.goto(`${portal.url}/health`);
        await expect(
          page.getByText(inGerman("health/database-answers", { kind: german["health/embedded"] })),
        ).toBeVisible();
        await expectGerman(page.getByRole("main"));
        await page.goto(`${portal.url}/clusters`);
        await page.getByRole("button", { name: /^Zustand von/ }).click();
        const findings = page.getByRole("dialog").getByRole("list");
        await expect(findings).toContainText(/Arbeitsbereiche laufen als/);
        await expectGerman(findings);
      });

      await test.step("a workspace that does not run: its page in the portal, and the one in its place", async () => {
        await api.until("broken", "failed");
        await page.goto(`${portal.url}/workspaces/broken`);
        const why = new RegExp(
          `^${causes["command-not-found"].summary.replace("{command}", "no-such-program").replace("{reason}", "in .* gibt es kein Programm dieses Namens")}$`,
        );
        await expect(page.getByText(why).first()).toBeVisible();
        // A tab of its own: the browser notes the answer 503 in the console.
        const tab = await page.context().newPage();
        await tab.goto(`http://broken.localhost:${portal.port}/`);
        await expect(tab.getByRole("heading")).toHaveText(inGerman("page/failed", { name: "broken" }));
        await expect(tab.getByText(why)).toBeVisible();
        await expectGerman(tab.locator("main"));
        await api.json("POST", "/workspaces/broken/stop");
        await api.until("broken", "stopped");
        await tab.goto(`http://broken.localhost:${portal.port}/`);
        await expect(tab.getByRole("heading")).toHaveText(inGerman("page/stopped", { name: "broken" }));
        await expectGerman(tab.locator("main"));
        await tab.close();
      });

      await api.json("DELETE", "/workspaces/broken?storage=delete");
    },
  );
  fs.rmSync(folder, { recursive: true });
});

test("on Kubernetes a refusal by the policy is in German", async ({ page }) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  const cluster = { CLUSTER_TYPE: "kubernetes", KUBECONFIG: kubeconfig, KUBE_NAMESPACE: "test-german" };
  await withNamespace("test-german", async () => {
    await withPortal(page, { ...cluster, ...settings }, async (portal) => {
      await beginInGerman(page, portal);
      await page.goto(`${portal.url}/workspaces/new`);
      await write(
        page,
        "name: root\ncontainer_config: { image: berth.test/workspace:1, securityContext: { privileged: true } }\n",
      );
      const faults = faultList(page);
      await expect(faults).toContainText(inGerman("deny/privileged"));
      await expectGerman(faults);
      await page.goto(`${portal.url}/clusters`);
      await page.getByRole("button", { name: /^Zustand von/ }).click();
      const findings = page.getByRole("dialog").getByRole("list");
      await expect(findings).toContainText(inGerman("kubernetes/rights", { namespace: "test-german" }));
      await expectGerman(findings);
    });
  });
});
