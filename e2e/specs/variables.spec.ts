import { apiOf, apiSettings } from "../fixtures/api";
import { look } from "../fixtures/looks";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  INHERIT_ENV_VARS: "1",
  USER_DEFINED_VARS: "TEAM_*",
  SHARE_SECRETS_ACROSS_WORKSPACES: "1",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};

test("variables are saved after their effect was shown, a secret is shown on record, and one workspace offers its own to another", async ({
  page,
}) => {
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    await api.json("POST", "/workspaces", { name: "bench" });
    await signIn(page, portal);
    // Made in the browser's session, so that the person who is signed in owns it.
    const made = await page.request.post(`${portal.url}/api/v1/workspaces`, {
      headers: { origin: portal.url },
      data: { name: "lab" },
    });
    expect(made.status()).toBe(202);
    await Promise.all([api.until("bench", "running"), api.until("lab", "running")]);
    const dialog = page.getByRole("dialog");
    const review = async () => {
      await dialog.getByRole("button", { name: "What would this change?" }).click();
      await expect(dialog.getByRole("heading", { name: "What this would change" })).toBeVisible();
    };
    const save = async () => {
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toHaveCount(0);
    };
    const row = (name: string) => page.getByRole("row").filter({ has: page.getByRole("cell", { name, exact: true }) });

    await test.step("one variable: who would have another value, then saved", async () => {
      await page.getByRole("link", { name: "Variables" }).click();
      await expect(page.getByText("Workspaces inherit what matches")).toBeVisible();
      await page.getByRole("button", { name: "Add variable" }).click();
      await dialog.getByRole("textbox", { name: "Name" }).fill("TEAM_URL");
      await dialog.getByRole("textbox", { name: "Value" }).fill("https://example.com");
      await review();
      await expect(dialog.getByText("2 of 2 workspaces would change")).toBeVisible();
      await save();
      await expect(row("TEAM_URL")).toContainText("USER_DEFINED_VARS=TEAM_*");
      await expect(row("TEAM_URL")).toContainText("2 workspaces", { timeout: 15_000 });
    });

    await test.step("an import tells its faults with their lines, and saves nothing of it", async () => {
      await page.getByRole("button", { name: "Import …" }).click();
      const text = dialog.getByRole("textbox", { name: "Text of the file" });
      await text.fill("TEAM_A=1\nnonsense\nPATH=/bin\n");
      await dialog.getByRole("button", { name: "What would this change?" }).click();
      await expect(dialog.getByRole("button", { name: /^Line 2: / })).toContainText("This line is not NAME=value.");
      await expect(dialog.getByRole("button", { name: /^Line 3: PATH/ })).toBeVisible();
      await text.fill("TEAM_A=1\nOTHER='two words'\n");
      await review();
      await save();
      await expect(row("OTHER")).toContainText("nobody");
      const plain = await api.send("GET", "/clusters/local/variables?format=env");
      expect(await plain.text()).toBe('OTHER="two words"\nTEAM_A=1\nTEAM_URL=https://example.com\n');
    });

    await test.step("the value of a secret is shown to an owner, on record", async () => {
      await api.json("PUT", "/clusters/local/variables/TEAM_KEY", { value: "hunter2", secret: true });
      await page.reload();
      await expect(row("TEAM_KEY")).toContainText("secret");
      await page.getByRole("button", { name: "Show the value of TEAM_KEY" }).click();
      await dialog.getByRole("button", { name: "Show the value" }).click();
      await expect(dialog.getByRole("textbox", { name: "Value" })).toHaveValue("hunter2");
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      await expect(row("TEAM_KEY")).toContainText(`shown to ${owner.email}`);
    });

    await test.step("deleted after its effect was shown", async () => {
      await page.getByRole("button", { name: "Delete OTHER" }).click();
      await expect(dialog.getByText("No workspace would have another value.")).toBeVisible();
      await dialog.getByRole("button", { name: "Delete" }).click();
      await expect(dialog).toHaveCount(0);
      await expect(row("OTHER")).toHaveCount(0);
    });

    await test.step("a secret of one workspace, offered to the cluster by its owner", async () => {
      await page.goto(`${portal.url}/workspaces/lab/secrets?cluster=local`);
      await page.getByRole("button", { name: "Add secret" }).click();
      await dialog.getByRole("textbox", { name: "Name" }).fill("API_KEY");
      await dialog.getByLabel("Value", { exact: true }).fill("hunter3");
      await dialog.getByRole("checkbox", { name: "Offer to all workspaces of the cluster" }).check();
      await save();
      await expect(page.getByRole("switch", { name: "Offer API_KEY to all workspaces" })).toBeChecked();
      const bench = () => api.json<{ settings_changed: string[] }>("GET", "/workspaces/bench");
      await expect.poll(async () => (await bench()).settings_changed).toContain("API_KEY");
      await api.json("PATCH", "/workspaces/bench", { update_workspace_settings: true });
      await page.goto(`${portal.url}/workspaces/bench/configuration?cluster=local`);
      await expect(page.getByText("Secret that lab offers").first()).toBeVisible({ timeout: 15_000 });
      await expect(page.getByText("hunter3")).toHaveCount(0);
    });

    await look(page, portal, [
      { name: "variables", path: "/variables" },
      {
        name: "what deleting would change",
        path: "/variables",
        open: async (shown) => {
          await shown.getByRole("button", { name: /TEAM_URL löschen|Delete TEAM_URL/ }).click();
          await shown.getByText(/2 of 2 workspaces|2 von 2 Arbeitsbereichen/).waitFor();
        },
      },
      { name: "secrets", path: "/workspaces/lab/secrets?cluster=local" },
    ]);
  });
});
