import type { Locator, Page } from "@playwright/test";
import { apiOf, apiSettings } from "../fixtures/api";
import { phaseOf } from "../fixtures/story";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};

/** Presses Tab until the focus is there, as somebody without a mouse would; in the editor Esc before, because there Tab indents. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const has = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 40 && !(await has()); presses += 1) {
    const inEditor = await page.evaluate(() => document.activeElement?.closest(".monaco-editor") instanceof Element);
    if (inEditor) await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

/** Again until the page, which has to come to life first, hears them. */
async function pressFor(page: Page, keys: string, target: Locator): Promise<void> {
  await expect(async () => {
    if (!(await target.isVisible())) await page.keyboard.press(keys);
    await expect(target).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test("workspaces are found, stopped and created without a mouse, and dialogs give the focus back", async ({ page }) => {
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    for (const name of ["alpha", "beta"]) await api.json("POST", "/workspaces", { name, template: "notes" });
    for (const name of ["alpha", "beta"]) await api.until(name, "running");
    await signIn(page, portal);
    const dialog = page.getByRole("dialog");

    await test.step("the list", async () => {
      await pressFor(page, "?", dialog.getByText("Open the command palette"));
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      const search = page.getByRole("textbox", { name: /^Search/ });
      await page.keyboard.press("/");
      await expect(search).toBeFocused();
      await page.keyboard.type("bet");
      const row = (name: string) => page.getByRole("row").filter({ hasText: name });
      await expect(row("alpha")).toHaveCount(0);
      await page.keyboard.press("Escape");
      await expect(row("alpha")).toBeVisible();
      await tabTo(page, row("alpha"));
      await page.keyboard.press("ArrowDown");
      await expect(row("beta")).toBeFocused();
      await page.keyboard.press("Space");
      await expect(page.getByRole("region", { name: "Selection" })).toContainText("1 workspace selected");
      await page.keyboard.press("Enter");
      await page.waitForURL(/workspaces\/beta/);
    });

    await test.step("dialogs give the focus back", async () => {
      const update = page.getByRole("button", { name: "Update …" });
      await tabTo(page, update);
      await page.keyboard.press("Enter");
      await expect(dialog.getByRole("switch", { name: "Update workspace settings" })).toBeFocused();
      await tabTo(page, dialog.getByRole("button", { name: "Cancel" }));
      await page.keyboard.press("Enter");
      await expect(dialog).toBeHidden();
      await expect(update).toBeFocused();
      const more = page.getByRole("button", { name: "More for beta" });
      await tabTo(page, more);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("menuitem", { name: "Delete …" })).toBeVisible();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await expect(dialog.getByRole("textbox")).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await expect(more).toBeFocused();
    });

    await test.step("the palette acts", async () => {
      await pressFor(page, "Control+k", dialog.getByRole("textbox"));
      await page.keyboard.type("stop beta");
      await expect(dialog.getByRole("button", { name: "Stop beta" })).toBeVisible();
      await expect(dialog.getByRole("button", { name: "Stop alpha" })).toHaveCount(0);
      await expect(dialog.getByRole("button", { name: "Stop beta" })).toHaveAttribute("data-selected", "true");
      await page.keyboard.press("Enter");
      // Keys of the page wait until the palette has gone.
      await expect(dialog).toBeHidden();
      await expect(phaseOf(page)).toHaveText("stopped", { timeout: 60_000 });
    });

    await test.step("create", async () => {
      await page.keyboard.press("n");
      await page.waitForURL(/workspaces\/new/);
      const name = page.getByRole("textbox", { name: "Name", exact: true });
      await tabTo(page, name);
      await page.keyboard.type("gamma");
      const section = page.getByRole("button", { name: /^Environment/ });
      await tabTo(page, section);
      await page.keyboard.press("Enter");
      await tabTo(page, page.getByRole("button", { name: "Add variable" }));
      await page.keyboard.press("Enter");
      await expect(page.getByLabel("Name of variable 1")).toBeFocused();
      await page.keyboard.type("GREETING");
      await page.keyboard.press("Tab");
      await page.keyboard.type("hello");
      const lines = page.locator(".monaco-editor .view-lines");
      await expect(lines).toContainText(/\sGREETING:\s"?hello/);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("button", { name: "Add variable" })).toBeFocused();
      await expect(lines).not.toContainText("GREETING");

      const review = page.getByRole("button", { name: "Review" });
      await expect(review).toBeEnabled();
      await lines.click();
      await tabTo(page, review);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { name: "Review gamma" })).toBeVisible();
      await tabTo(page, page.getByRole("button", { name: "Create", exact: true }));
      await page.keyboard.press("Enter");
      await page.waitForURL(/workspaces\/gamma/);
      await expect(phaseOf(page)).toHaveText("running", { timeout: 60_000 });
    });
  });
});
