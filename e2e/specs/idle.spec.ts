import path from "node:path";
import { apiOf, apiSettings } from "../fixtures/api";
import { look } from "../fixtures/looks";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const echo = { command: [process.execPath, path.join(import.meta.dirname, "../fixtures/echo-server.mjs")] };
const idleAfter = (seconds: number) => ({
  lifecycle_config: { termination_policy: { enable_auto_termination: true, max_idle_seconds: seconds } },
});

type Idle = {
  readonly phase: string;
  readonly idle_warned: boolean;
  readonly idle: { readonly stops_at: string | null; readonly keep_until: string | null };
};

test("an idle workspace warns, is kept by whoever wants it, stops with a reason, and starts again by its page", async ({
  page,
}) => {
  const settings = {
    CLUSTER_TYPE: "local",
    BERTH_OWNER_EMAIL: owner.email,
    BERTH_OWNER_PASSWORD: owner.password,
    ...apiSettings,
  };
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    const seen = (name: string) => api.json<Idle>("GET", `/workspaces/${name}`);
    for (const name of ["kept", "quiet"])
      await api.json("POST", "/workspaces", { name, container_config: echo, ...idleAfter(20) });
    await signIn(page, portal);

    await test.step("the page warns with a countdown, and 'keep running' ends the warning", async () => {
      await page.goto(`${portal.url}/workspaces/kept`);
      const warning = page.getByRole("alert").filter({ hasText: "Stops soon because nobody uses it" });
      await expect(warning).toBeVisible({ timeout: 30_000 });
      await expect(warning.locator("time")).toHaveText(/^0:\d\d$/);
      await warning.getByRole("button", { name: "Keep running", exact: true }).click();
      await expect(warning).toHaveCount(0);
      const card = page.getByRole("region", { name: "Idle stop and times" });
      await expect(card).toContainText("Kept running until");
      await expect.poll(async () => (await seen("kept")).idle.keep_until).not.toBeNull();
    });

    await test.step("the card explains itself, and its menu keeps it longer", async () => {
      const card = page.getByRole("region", { name: "Idle stop and times" });
      await card.getByRole("button", { name: "Keep running for …" }).click();
      await page.getByRole("menuitem", { name: "8 hours" }).click();
      await expect(card.locator("time").first()).toHaveText(/^7 h 5\d min$|^8 h 0 min$/);
    });

    await test.step("axe finds nothing, and nothing is cut off, in both languages", async () => {
      await look(page, portal, [{ name: "a workspace that is kept", path: "/workspaces/kept" }]);
      await page.context().addCookies([{ name: "berth-locale", value: "en", url: portal.url }]);
    });

    await test.step("the other one stops, and its page says who stopped it and why", async () => {
      await expect.poll(async () => (await seen("quiet")).phase, { timeout: 45_000 }).toBe("stopped");
      await page.goto(`${portal.url}/workspaces/quiet`);
      const activity = page.getByRole("region", { name: "Recent activity" });
      await expect(activity).toContainText("stopped the workspace after 20 seconds without use; last seen: its start");
      await expect(activity).toContainText("berth");
      expect((await seen("kept")).phase).toBe("running");
    });

    await test.step("the list counts down for the one that runs", async () => {
      await page.goto(`${portal.url}/workspaces`);
      await expect(page.getByRole("row").filter({ hasText: "kept" })).toContainText("stops in");
    });

    await test.step("opening it offers to start it, and goes on when it is ready", async () => {
      // In a tab of its own: the page of a stopped workspace is a 503, which a console tells.
      const tab = await page.context().newPage();
      await tab.goto(`http://quiet.localhost:${portal.port}/`);
      await tab.getByRole("button", { name: "Start" }).click();
      await expect(tab.locator("body")).toContainText('"url"', { timeout: 20_000 });
      await expect
        .poll(
          async () => (await api.json<{ idle: { sources: { source: string }[] } }>("GET", "/workspaces/quiet")).idle,
          {
            timeout: 15_000,
          },
        )
        .toMatchObject({ sources: [{ source: "requests" }] });
    });
  });
});
