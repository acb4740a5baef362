import type { Page } from "@playwright/test";
import { apiOf, apiSettings } from "../fixtures/api";
import { addPeople, guestPassword, type Guest } from "../fixtures/people";
import type { Portal } from "../fixtures/portal";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};
const closed = "churn-model";
const open = "team-board";
const viewer: Guest = { name: "Vera", email: "vera@example.org", role: "viewer" };
const guest: Guest = { name: "Gus", email: "gus@example.org", role: null, grants: { [closed]: "editor" } };

const actionsOn = (page: Page) => page.getByRole("button", { name: /^(Start|Stop|Restart|Update …|More for)/ });
const openLink = (page: Page, name: string) => page.getByRole("link", { name: `Open ${name} in a new tab` });

async function withGuests(page: Page, run: (portal: Portal) => Promise<void>): Promise<void> {
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    await api.json("POST", "/workspaces", { name: closed, template: "notes" });
    await api.json("POST", "/workspaces", { name: open, template: "notes", access: { viewers_may_open: true } });
    for (const name of [closed, open]) await api.until(name, "running");
    await addPeople(portal, [viewer, guest]);
    for (const name of [closed, open]) await api.until(name, "running");
    await run(portal);
  });
}

async function seeAsViewer(page: Page, portal: Portal): Promise<void> {
  await signIn(page, portal, { email: viewer.email, password: guestPassword });
  await expect(page.getByRole("link", { name: closed, exact: true })).toBeVisible();
  await expect(openLink(page, open)).toBeVisible();
  await expect(openLink(page, closed)).toHaveCount(0);
  await expect(page.getByRole("link", { name: "New workspace" })).toHaveCount(0);
  await page.getByRole("button", { name: `More for ${closed}` }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Details"]);
  await page.keyboard.press("Escape");
  await page.getByRole("checkbox", { name: `Select ${closed}` }).check();
  await expect(page.getByRole("region", { name: "Selection" })).toContainText("not start or stop them");

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await palette.getByRole("textbox").fill("o");
  await expect(palette.getByRole("button", { name: new RegExp(`^${closed}`) })).toBeVisible();
  await expect(palette.getByRole("button", { name: /^(New workspace|Stop|Start|Restart) ?/ })).toHaveCount(0);
  await expect(palette.getByRole("button", { name: `Open ${open}` })).toBeVisible();
  await expect(palette.getByRole("button", { name: `Open ${closed}` })).toHaveCount(0);
  await page.keyboard.press("Escape");

  // A right that is given while the list is open arrives with the live events.
  const api = apiOf(portal);
  await api.json("PATCH", `/workspaces/${closed}`, { document: { access: { viewers_may_open: true } } });
  await expect(openLink(page, closed)).toBeVisible();
  await api.json("PATCH", `/workspaces/${closed}`, { document: { access: { viewers_may_open: false } } });
  await expect(openLink(page, closed)).toHaveCount(0);

  for (const query of ["", "?action=update", "?action=settings", "?action=delete"]) {
    await page.goto(`${portal.url}/workspaces/${closed}${query}`);
    await expect(page.getByRole("button", { name: "Open", exact: true })).toHaveAttribute("aria-disabled", "true");
    await expect(
      page.getByRole("navigation", { name: "Views of the workspace" }).getByRole("link").first(),
    ).toBeVisible();
    await expect(page.getByRole("link", { name: /^(Logs|Terminal)$/ })).toHaveCount(0);
    await expect(actionsOn(page)).toHaveCount(0);
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  for (const [part, says] of [
    ["logs", "You may not read the log"],
    ["terminal", "You may not use the terminal"],
  ] as const) {
    await page.goto(`${portal.url}/workspaces/${closed}/${part}`);
    await expect(page.getByRole("heading", { name: new RegExp(says) })).toBeVisible();
    await expect(page.getByText("automation@berth.invalid, can give you a stronger role")).toBeVisible();
  }
  const path = `${portal.url}/api/v1/workspaces/${closed}`;
  expect((await page.request.get(`${path}/logs`)).status()).toBe(403);
  expect((await page.request.post(`${path}/stop`, { headers: { origin: portal.url } })).status()).toBe(403);

  await page.goto(`http://${closed}.localhost:${portal.port}/`);
  expect(new URL(page.url()).origin).toBe(portal.url);
  await expect(page.getByRole("alert").filter({ hasText: `${closed} was not opened` })).toBeVisible();
  await page.goto(`http://${open}.localhost:${portal.port}/`);
  await expect(page.locator("body")).toContainText(/Notes|Files/i);
}

async function seeAsGuest(page: Page, portal: Portal): Promise<void> {
  await signIn(page, portal, { email: guest.email, password: guestPassword });
  await expect(page.getByText("1 workspace", { exact: true })).toBeVisible();
  await expect(openLink(page, closed)).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link")).toHaveText(["Workspaces", "Fleet", "Me"]);
  await page.getByRole("link", { name: closed, exact: true }).click();
  await expect(page.getByRole("button", { name: "Restart" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^More for/ })).toHaveCount(0);
  for (const hidden of [`/workspaces/${open}`, "/workspaces/new", "/clusters", "/health"])
    expect((await page.request.get(portal.url + hidden)).status(), hidden).toBe(404);

  await page.goto(`http://${open}.localhost:${portal.port}/`);
  await expect(page.getByRole("alert").filter({ hasText: `${open} was not opened` })).toBeVisible();
  await page.goto(`http://absent.localhost:${portal.port}/`);
  await expect(page.getByRole("alert").filter({ hasText: "absent was not opened" })).toBeVisible();
  await page.goto(`http://${closed}.localhost:${portal.port}/`);
  await expect(page.locator("body")).toContainText(/Notes|Files/i);
}

test("a viewer and a guest of one workspace are offered only what works, and refused clearly what was not offered", async ({
  page,
}) => {
  await withGuests(page, async (portal) => {
    await seeAsViewer(page, portal);
    // A page that is still open would ask on without its session.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await seeAsGuest(page, portal);
  });
});
