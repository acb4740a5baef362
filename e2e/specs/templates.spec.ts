import type { Page } from "@playwright/test";
import { apiOf, apiSettings } from "../fixtures/api";
import { write } from "../fixtures/editor";
import { look } from "../fixtures/looks";
import { addPeople, guestPassword, type Guest } from "../fixtures/people";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};
const editor: Guest = { name: "Edith", email: "edith@example.org", role: "editor" };

// One line for each key: the editor indents what follows an indented line, as it does for people.
const template = (environment: string, more = "") => `name: board
title: Team board
description: Notes of a team.
icon: notes
cluster_types: [local]
parameters: { team: { type: string, title: Team, required: true, pattern: "[a-z]+" }, theme: { type: choice, title: Theme, choices: [light, dark], default: light }${more} }
document: { container_config: { command: ["{node}", "{app}/notes/server.mjs"], environment: { TEAM: "\${team}", ${environment} } } }
`;
const first = template('THEME: "${theme}"');
const second = template(
  'THEME: "${theme}", QUOTA: "up to ${quota}"',
  ", quota: { type: number, title: Quota, required: true, min: 1 }",
);

const environmentOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ hasText: `container_config.env[${name}].value` });

test("an administrator saves a template, an editor fills in its form, a new version marks the workspace, and an update by plan applies it", async ({
  page,
}) => {
  await withPortal(page, settings, async (portal) => {
    await addPeople(portal, [editor]);
    const api = apiOf(portal);
    await signIn(page, portal);

    await test.step("faults are shown at their lines, and a text without any makes the template", async () => {
      await page.getByRole("link", { name: "Templates" }).click();
      await expect(page.getByRole("link", { name: "Files and notes" })).toBeVisible();
      await page.getByRole("link", { name: "New template" }).click();
      await write(page, first.replace("${team}", "${tema}"));
      await expect(page.getByRole("button", { name: /^Line 7: .*There is no parameter tema/ })).toBeVisible();
      await expect(page.getByRole("button", { name: "Create template" })).toBeDisabled();
      await write(page, first);
      await page.getByRole("button", { name: "Create template" }).click();
      await page.waitForURL(/\/templates\/board$/);
      await expect(page.getByText("No workspace is made from it.")).toBeVisible();
    });

    await test.step("an editor makes a workspace from it with its form", async () => {
      await page.context().clearCookies();
      await signIn(page, portal, { email: editor.email, password: guestPassword });
      await page.goto(`${portal.url}/workspaces/new`);
      await page.getByRole("textbox", { name: "Name" }).fill("ops-board");
      await page.getByRole("radio", { name: "Team board" }).check();
      const team = page.getByRole("textbox", { name: "Team" });
      await team.fill("Ops!");
      await expect(page.getByText("This does not fit the pattern [a-z]+.").first()).toBeVisible();
      await team.fill("ops");
      await page.getByRole("combobox", { name: "Theme" }).click();
      await page.getByRole("option", { name: "dark" }).click();
      await page.getByRole("button", { name: "Review" }).click();
      await page.getByRole("button", { name: "Create", exact: true }).click();
      await page.waitForURL(/\/workspaces\/ops-board/);
      await api.until("ops-board", "running");
      await page.getByRole("link", { name: "Configuration" }).click();
      await expect(environmentOf(page, "TEAM")).toContainText("ops");
      await expect(environmentOf(page, "THEME")).toContainText("Template board@1");
      await expect(page.getByRole("row").filter({ hasText: "parameters.team" })).toContainText("Document");
    });

    await test.step("a new version shows its effect before it is saved, and touches nothing", async () => {
      await page.context().clearCookies();
      await signIn(page, portal);
      const { started_at: startedAt } = await api.json<{ started_at: string }>("GET", "/workspaces/ops-board");
      await page.goto(`${portal.url}/templates/board`);
      await write(page, second);
      await page.getByRole("button", { name: "What would this change?" }).click();
      await expect(page.getByRole("status").filter({ hasText: "1 need a value first" })).toBeVisible();
      await expect(page.getByRole("row").filter({ hasText: "ops-board" })).toContainText("quota needs a value.");
      await page.getByLabel(/^Why/).fill("Quotas");
      await page.getByRole("button", { name: "Save version" }).click();
      await expect(page.getByRole("heading", { name: "Version 2", exact: true })).toBeVisible();
      await page.getByRole("button", { name: "Show the changes of version 2" }).click();
      await expect(page.getByRole("dialog").locator(".line-insert, .char-insert").first()).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
      expect(await api.json("GET", "/workspaces/ops-board")).toMatchObject({
        started_at: startedAt,
        template_version: 1,
        template_outdated: true,
      });
    });

    await test.step("the list and the page say that it is outdated; the update asks for the new value and shows its plan", async () => {
      await page.context().clearCookies();
      await signIn(page, portal, { email: editor.email, password: guestPassword });
      const row = page.getByRole("row").filter({ hasText: "ops-board" });
      await expect(row.getByText("template outdated")).toBeVisible();
      await row.getByRole("link", { name: "ops-board", exact: true }).click();
      await page.getByRole("button", { name: "Update template" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Update to version 2" }).click();
      await expect(dialog.getByText("quota needs a value.").first()).toBeVisible();
      await dialog.getByLabel("Quota").fill("5");
      await dialog.getByRole("button", { name: "Review" }).click();
      await dialog.getByRole("button", { name: "Apply" }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByText("Template outdated")).toHaveCount(0);
      await api.until("ops-board", "running");
      await page.getByRole("link", { name: "Configuration" }).click();
      await expect(environmentOf(page, "QUOTA")).toContainText("up to 5");
    });

    await test.step("a deprecated template is not offered any more, and a program is told what to use", async () => {
      await page.context().clearCookies();
      await signIn(page, portal);
      await page.goto(`${portal.url}/templates/board`);
      await page.getByRole("switch", { name: "Deprecated" }).click();
      await page.getByRole("combobox", { name: "Use instead" }).click();
      await page.getByRole("option", { name: "notes" }).click();
      await expect(page.getByText("Use notes instead")).toBeVisible();
      await page.goto(`${portal.url}/workspaces/new`);
      await expect(page.getByRole("radio", { name: "Files and notes" })).toBeVisible();
      await expect(page.getByRole("radio", { name: "Team board" })).toHaveCount(0);
      const refused = await api.send("POST", "/workspaces", {
        name: "late",
        template: "board",
        parameters: { team: "a" },
      });
      expect(await refused.json()).toMatchObject({
        errors: [{ path: "template", message: 'The template board is deprecated. Use "notes" instead.' }],
      });
    });

    await test.step("axe finds nothing on its screens, and nothing is cut off", async () => {
      await api.json("PUT", "/templates/board", { deprecated: false });
      await look(page, portal, [
        { name: "templates", path: "/templates" },
        {
          name: "a template",
          path: "/templates/board",
          open: (shown) => shown.locator(".monaco-editor .view-line").first().waitFor(),
        },
        {
          name: "what a template would change",
          path: "/templates/board",
          open: async (shown) => {
            await write(shown, second.replace("up to", "at most"));
            await shown.getByRole("button", { name: /What would this change|Was würde das ändern/ }).click();
            await shown.getByRole("button", { name: /Save version|Fassung speichern/ }).waitFor();
          },
        },
        {
          name: "the form of a template",
          path: "/workspaces/new",
          open: (shown) => shown.getByRole("radio", { name: "Team board" }).check(),
        },
      ]);
    });
    await api.json("DELETE", "/workspaces/ops-board?storage=delete");
  });
});
