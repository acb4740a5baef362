import type { Page } from "@playwright/test";
import { apiSettings } from "../fixtures/api";
import type { Portal } from "../fixtures/portal";
import { emptyShowcase, fillShowcase, shown, showcaseSettings } from "../fixtures/showcase";
import { look, type Screen } from "../fixtures/looks";
import { phaseOf } from "../fixtures/story";
import { expect, owner, setUp, signIn, test, withPortal } from "../fixtures/test";

const ownerSettings = { BERTH_OWNER_EMAIL: owner.email, BERTH_OWNER_PASSWORD: owner.password };

/** A portal whose workspaces are gone when `run` ends, whatever happens. */
const withShowcase = (page: Page, settings: Readonly<Record<string, string>>, run: (portal: Portal) => Promise<void>) =>
  withPortal(page, { ...showcaseSettings, ...settings }, async (portal) => {
    try {
      await run(portal);
    } finally {
      await page.goto("about:blank");
      await emptyShowcase(portal);
    }
  });

const of = (name: string, rest = "") => `/workspaces/${name}${rest}`;

const screens: readonly Screen[] = [
  { name: "workspaces", path: "/workspaces" },
  { name: "workspaces, nothing found", path: "/workspaces?search=nothing-like-this" },
  { name: "deleted", path: "/workspaces/deleted" },
  { name: "overview", path: of(shown.running) },
  { name: "overview of a failed one", path: of(shown.failing) },
  { name: "progress", path: of(shown.starting) },
  { name: "logs", path: of(shown.running, "/logs") },
  { name: "terminal of a stopped one", path: of(shown.stopped, "/terminal") },
  { name: "events", path: of(shown.failing, "/events") },
  { name: "clusters", path: "/clusters" },
  { name: "health", path: "/health" },
  { name: "me", path: "/me" },
];

test("axe finds nothing on any page, light in English and dark in German, and none is cut off at 400 % zoom", async ({
  page,
}) => {
  await withShowcase(page, {}, async (portal) => {
    const link = new URL(String(portal.setUpLink()));
    await look(page, portal, [
      { name: "set-up", path: link.pathname + link.search },
      { name: "sign-in", path: "/sign-in" },
    ]);
    await page.context().clearCookies();
    await setUp(page, portal);
    await page.getByRole("link", { name: "Create your first workspace" }).waitFor();
    await look(page, portal, [{ name: "workspaces, empty", path: "/workspaces" }]);
    await fillShowcase(portal);
    await look(page, portal, screens);
  });
});

test("the editor completes, explains, marks the line of a fault, and keeps comments when the form writes", async ({
  page,
}) => {
  await withPortal(page, { CLUSTER_TYPE: "local", ...ownerSettings, ...apiSettings }, async (portal) => {
    await signIn(page, portal);
    await page.goto(`${portal.url}/workspaces/new`);
    const lines = page.locator(".monaco-editor .view-lines");
    await lines.click();
    await page.keyboard.press("Control+End");

    await page.keyboard.type("health_");
    await page.keyboard.press("Control+Space");
    const offered = page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "health_path" });
    await expect(offered.first()).toBeVisible();
    await page.keyboard.press("Enter");
    await page.keyboard.type("/ready # asked every second");
    await expect(lines).toContainText("/ready # asked every second");

    await page
      .locator(".monaco-editor .view-line")
      .filter({ hasText: "health_path" })
      .locator("span span")
      .first()
      .hover();
    await expect(page.locator(".monaco-hover").first()).toContainText(/ready/i);

    await page.locator("[id='field:name']").fill("editor-test");
    await expect(lines).toContainText("name: editor-test");
    await expect(lines).toContainText("/ready # asked every second");

    await lines.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("port: 70000");
    const fault = page.getByRole("button", { name: /^Line \d+: port/ });
    await expect(fault).toBeVisible();
    await expect(page.locator(".monaco-editor .squiggly-error").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Review" })).toBeDisabled();
    await page.locator("[id='field:name']").focus();
    await fault.click();
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.type("port: 7000");
    await expect(fault).toBeHidden();
    await expect(page.getByRole("button", { name: "Review" })).toBeEnabled();
  });
});

test("a changed variable is named, waits for the next restart when asked, and is there after it", async ({ page }) => {
  await withShowcase(page, ownerSettings, async (portal) => {
    await fillShowcase(portal);
    await signIn(page, portal);
    const row = page.getByRole("row").filter({ hasText: shown.running });
    await expect(row.getByText("1 setting changed")).toBeVisible();
    await page.getByRole("link", { name: shown.running, exact: true }).click();
    await expect(page.getByText("DATA_LAKE", { exact: true })).toBeVisible();
    await page.getByRole("button", { name: "Update workspace settings" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("switch", { name: "Update workspace settings" })).toBeChecked();
    await dialog.getByRole("button", { name: "Review" }).click();
    await expect(dialog.getByText("s3://lake/2026")).toBeVisible();
    await dialog.getByText("At the next restart").click();
    await dialog.getByRole("button", { name: "Save for the next restart" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("status").filter({ hasText: "new settings" })).toBeVisible();
    await page.getByRole("button", { name: "Restart now" }).click();
    await expect(page.getByText("new settings")).toHaveCount(0);
    await expect(page.getByText("1 setting changed")).toHaveCount(0);
    await expect(phaseOf(page)).toHaveText("running", { timeout: 60_000 });
  });
});
