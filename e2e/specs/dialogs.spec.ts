import type { Page } from "@playwright/test";
import { look, type Screen } from "../fixtures/looks";
import { fillShowcase, shown, showcaseSettings } from "../fixtures/showcase";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const press = (name: RegExp) => async (page: Page) => {
  await page.getByRole("button", { name }).first().click();
};
/** Again until the page, which has to come to life first, hears them. */
const keys = (combination: string) => async (page: Page) => {
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    if (!(await dialog.isVisible())) await page.keyboard.press(combination);
    await expect(dialog).toBeVisible({ timeout: 1_000 });
  }).toPass();
};
const opened = (name: RegExp) => async (page: Page) => {
  await press(name)(page);
  await page.getByRole("dialog").waitFor();
};
const editor = (page: Page) => page.locator(".monaco-editor .view-line").first().waitFor();
const of = (name: string, rest = "") => `/workspaces/${name}${rest}`;

/** What is there only after something was pressed or fetched. */
const screens: readonly Screen[] = [
  { name: "palette", path: "/workspaces", open: keys("Control+k") },
  { name: "shortcuts", path: "/workspaces", open: keys("?") },
  { name: "create", path: "/workspaces/new", open: editor },
  {
    name: "create, review",
    path: "/workspaces/new",
    open: async (page) => {
      await page.locator("[id='field:name']").fill("ab-tests");
      await press(/^(Review|Prüfen)$/)(page);
      await page.getByRole("heading", { name: /ab-tests/ }).waitFor();
    },
  },
  { name: "YAML", path: of(shown.running, "/yaml"), open: editor },
  {
    name: "configuration",
    path: of(shown.running, "/configuration"),
    open: (page) => page.getByRole("table").waitFor(),
  },
  {
    name: "history",
    path: of(shown.running, "/history"),
    open: (page) => page.locator(".monaco-diff-editor .view-line").first().waitFor(),
  },
  {
    name: "terminal",
    path: of(shown.running, "/terminal"),
    open: (page) => page.locator(".xterm-screen").waitFor(),
  },
  { name: "update", path: of(shown.running, "?action=update"), open: editor },
  {
    name: "update, plan",
    path: of(shown.running, "?action=settings"),
    open: async (page) => {
      await editor(page);
      await press(/^(Review|Prüfen)$/)(page);
      await page.getByText("DATA_LAKE", { exact: false }).nth(1).waitFor();
    },
  },
  {
    name: "delete",
    path: of(shown.stopped, "?action=delete"),
    open: (page) => page.getByRole("dialog").getByRole("textbox").waitFor(),
  },
  { name: "add a cluster", path: "/clusters", open: opened(/^(Add a cluster|Cluster hinzufügen)$/) },
  { name: "health of a cluster", path: "/clusters", open: opened(/^(Health of|Zustand von|Gesundheit von)/) },
  { name: "new token", path: "/me", open: opened(/^(New token|Neuer Token)/) },
];

test("axe finds nothing in any dialog and editor, light in English and dark in German, and none is cut off at 400 % zoom", async ({
  page,
}) => {
  const settings = { ...showcaseSettings, BERTH_OWNER_EMAIL: owner.email, BERTH_OWNER_PASSWORD: owner.password };
  await withPortal(page, settings, async (portal) => {
    await fillShowcase(portal);
    await signIn(page, portal);
    await look(page, portal, screens);
  });
});
