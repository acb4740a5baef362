import { apiOf, apiSettings } from "../fixtures/api";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const jupyter = process.env["BERTH_TEST_JUPYTER"];

test("JupyterLab runs a cell through the gateway", async ({ browser, page }) => {
  test.skip(!jupyter, "needs BERTH_TEST_JUPYTER, the folder with JupyterLab's programs");
  const settings = {
    CLUSTER_TYPE: "local",
    PATH: `${jupyter}:${process.env["PATH"]}`,
    BERTH_OWNER_EMAIL: owner.email,
    BERTH_OWNER_PASSWORD: owner.password,
    ...apiSettings,
  };
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    await api.json("POST", "/workspaces", { name: "lab", template: "jupyterlab" });
    await api.until("lab", "running");
    await signIn(page, portal);
    // JupyterLab writes warnings of its own to the console, so it gets a page that is not watched.
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const lab = await context.newPage();
    await lab.goto(`http://lab.localhost:${portal.port}/lab`);
    await lab.locator('.jp-LauncherCard[data-category="Notebook"]').first().click({ timeout: 60_000 });
    const cell = lab.locator(".jp-Notebook .jp-CodeCell .cm-content").first();
    const output = lab.locator(".jp-OutputArea-output").first();
    // What is typed before the kernel and the editor are ready is lost, so it is typed again until the cell has run.
    await expect(async () => {
      await cell.click();
      await lab.keyboard.press("Control+A");
      await lab.keyboard.type("print(6 * 7)");
      await lab.keyboard.press("Control+Enter");
      await expect(output).toHaveText(/42/, { timeout: 10_000 });
    }).toPass({ timeout: 120_000 });
    await context.close();
  });
});
