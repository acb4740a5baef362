import { apiOf, apiSettings } from "../fixtures/api";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};
const began = `# shared by two
name: shared
template: notes
description: before
container_config:
  env:
    - name: A
      value: "1"
`;

test("two who change the same document both keep their changes, and are told what both changed", async ({ page }) => {
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    const shared = () => api.json<{ document_yaml: string; revision: number }>("GET", "/workspaces/shared");
    const theirs = async (from: string, to: string) => {
      const { document_yaml } = await shared();
      expect(document_yaml).toContain(from);
      await api.json("PATCH", "/workspaces/shared", { document_yaml: document_yaml.replace(from, to) });
      await api.until("shared", "running");
    };
    await fetch(`${portal.url}/api/v1/workspaces`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiSettings.BERTH_BOOTSTRAP_TOKEN}`, "content-type": "application/yaml" },
      body: began,
    });
    await api.until("shared", "running");
    await signIn(page, portal);

    await test.step("in the dialog", async () => {
      await page.goto(`${portal.url}/workspaces/shared`);
      await page.getByRole("button", { name: "Update …" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: /^Environment/ }).click();
      await dialog.getByLabel("Value of A").fill("mine");
      await theirs("description: before", "description: after # by somebody else");
      await dialog.getByRole("button", { name: "Review" }).click();
      const told = dialog.getByRole("alert").filter({ hasText: "The workspace was changed meanwhile" });
      await expect(told).toContainText("Your changes are on top of theirs");
      await expect(told).not.toContainText("You both changed");
      await dialog.getByRole("button", { name: "Apply", exact: true }).click();
      await expect(dialog).toBeHidden();
      const { document_yaml } = await shared();
      expect(document_yaml).toBe(
        began.replace("before", "after # by somebody else").replace('value: "1"', "value: mine"),
      );
      await api.until("shared", "running");
    });

    await test.step("in the text, while the other's change arrives", async () => {
      await page.goto(`${portal.url}/workspaces/shared/yaml`);
      const lines = page.locator(".monaco-editor .view-lines");
      await lines.getByText("mine", { exact: true }).click();
      await page.keyboard.press("End");
      await page.keyboard.type("-and-more");
      await expect(page.getByText(/^Changed against revision/)).toBeVisible();
      await theirs("value: mine", "value: theirs");
      const told = page.getByRole("status").filter({ hasText: "came meanwhile" });
      await expect(told).toContainText("container_config.env[A]");
      await expect(lines).toContainText("mine-and-more");
      await page.getByRole("button", { name: "Discard changes" }).click();
      await expect(told).toBeHidden();
      await expect(lines).toContainText("theirs");
    });
  });
});
