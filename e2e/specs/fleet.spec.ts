import type { Page } from "@playwright/test";
import { apiOf, apiSettings } from "../fixtures/api";
import { kubeconfig, withNamespace } from "../fixtures/kubernetes";
import { look } from "../fixtures/looks";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const names = ["fleet-a", "fleet-b", "fleet-c"];
/** Long enough for a person to press *Pause* while the first one restarts. */
const slowStart = `container_config:
  readinessProbe: { httpGet: { path: /, port: 6789 }, initialDelaySeconds: 4, periodSeconds: 1 }
`;
const broken = `container_config:
  command: [/no/such/program]
`;

type Item = { name: string; state: string; operation_id: string | null };
type Fleet = { id: string; state: string; counts: Record<string, number>; items: Item[] };

async function writePatch(page: Page, text: string): Promise<void> {
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

test("one change over three workspaces: the plan of each, stages with pause and resume, and a failing one stops the rest", async ({
  page,
}) => {
  test.skip(!kubeconfig, "needs BERTH_TEST_KUBECONFIG");
  const settings = { CLUSTER_TYPE: "kubernetes", KUBECONFIG: kubeconfig, KUBE_NAMESPACE: "test-fleet" };
  const people = { BERTH_OWNER_EMAIL: owner.email, BERTH_OWNER_PASSWORD: owner.password };
  await withNamespace("test-fleet", async () => {
    await withPortal(page, { ...settings, ...people, ...apiSettings }, async (portal) => {
      const api = apiOf(portal);
      for (const name of names)
        await api.json("POST", "/workspaces", { name, container_config: { image: "berth.test/workspace:1" } });
      for (const name of names) await api.until(name, "running");
      const fleetOf = (path: string) => api.json<Fleet>("GET", `/fleet/${path.split("/").at(-1) ?? ""}`);
      const rowOf = (name: string) => page.getByRole("row").filter({ hasText: name });
      const revisions = async () => {
        const found = names.map((name) => api.json<{ revision: number }>("GET", `/workspaces/${name}`));
        return (await Promise.all(found)).map(({ revision }) => revision);
      };
      await signIn(page, portal);

      await test.step("from the selection of the table to a plan that says what happens to each", async () => {
        for (const name of names) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
        await page.getByRole("button", { name: "Update (3) …" }).click();
        await expect(page.getByText("3 selected workspaces")).toBeVisible();
        await expect(page.getByRole("button", { name: "Show the plan" })).toBeDisabled();
        await writePatch(page, slowStart);
        await page.getByRole("button", { name: "Show the plan" }).click();
        await expect(page.getByRole("heading", { name: "3 workspaces would change" })).toBeVisible();
        for (const name of names) {
          await expect(rowOf(name)).toContainText("restart");
          await expect(rowOf(name)).toContainText("readinessProbe");
        }
        await page.getByLabel("Workspaces per stage").fill("1");
        await page.getByRole("button", { name: "Change 3 workspaces" }).click();
        await page.waitForURL(/\/fleet\/\w{12}$/);
      });

      await test.step("it pauses, holds still, and goes on", async () => {
        await page.getByRole("button", { name: "Pause" }).click();
        await expect(page.getByRole("alert").filter({ hasText: "paused it" })).toBeVisible();
        await expect(rowOf("fleet-a")).toContainText("done", { timeout: 60_000 });
        // Where the page came late, the second one was under way already.
        await expect.poll(async () => (await fleetOf(page.url())).counts["working"], { timeout: 60_000 }).toBe(0);
        const { done = 0, waiting = 0 } = (await fleetOf(page.url())).counts;
        expect(waiting).toBeGreaterThan(0);
        expect(await revisions()).toEqual(names.map((_, index) => (index < done ? 2 : 1)));
        await page.getByRole("button", { name: "Resume" }).click();
        await expect(page.getByText("3 of 3 done")).toBeVisible({ timeout: 60_000 });
        const { state, items } = await fleetOf(page.url());
        expect(state).toBe("done");
        expect(items.every(({ operation_id: id }) => id !== null)).toBe(true);
        expect(await revisions()).toEqual([2, 2, 2]);
      });

      await test.step("one that fails pauses the rest by itself, and stopping leaves them out for good", async () => {
        await page.goto(`${portal.url}/fleet/new`);
        await page.getByLabel("Search").fill("fleet-");
        await writePatch(page, broken);
        await page.getByRole("button", { name: "Show the plan" }).click();
        await page.getByRole("button", { name: "Change 3 workspaces" }).click();
        await page.waitForURL(/\/fleet\/\w{12}$/);
        await expect(page.getByRole("alert").filter({ hasText: "1 failed: fleet-a" })).toBeVisible({ timeout: 60_000 });
        await expect(rowOf("fleet-a")).toContainText("failed");
        await expect(rowOf("fleet-b")).toContainText("waiting");
        await page.getByRole("button", { name: "Stop …" }).click();
        await page.getByRole("button", { name: "Stop for good" }).click();
        await expect(rowOf("fleet-c")).toContainText("skipped");
        await expect.poll(async () => (await fleetOf(page.url())).state).toBe("stopped");
        expect(await revisions()).toEqual([3, 2, 2]);
      });

      await test.step("axe finds nothing on the screens, and nothing is cut off", async () => {
        const plan = async (shown: Page) => {
          await shown.getByRole("radio").nth(1).check();
          await shown.getByRole("button", { name: /Show the plan|Plan zeigen/ }).click();
          await shown.getByRole("heading", { name: /would change|würde/ }).waitFor();
        };
        await look(page, portal, [
          { name: "rollouts", path: "/fleet" },
          { name: "a rollout", path: new URL(page.url()).pathname },
          { name: "new change", path: "/fleet/new" },
          { name: "plan", path: "/fleet/new", open: plan },
        ]);
      });

      for (const name of names) await api.json("DELETE", `/workspaces/${name}?storage=delete`);
    });
  });
});
