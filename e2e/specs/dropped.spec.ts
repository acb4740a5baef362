import fs from "node:fs";
import { apiOf, apiSettings } from "../fixtures/api";
import { openLine } from "../fixtures/line";
import { phaseOf } from "../fixtures/story";
import { expect, owner, signIn, test, withPortal } from "../fixtures/test";

const settings = {
  CLUSTER_TYPE: "local",
  BERTH_OWNER_EMAIL: owner.email,
  BERTH_OWNER_PASSWORD: owner.password,
  ...apiSettings,
};
/** Writes a line ten times a second beside its server. */
const chatty = {
  command: ["sh", "-c", "(n=0; while sleep 0.1; do n=$((n+1)); echo tick $n; done) & exec busybox httpd -f -p {port}"],
};
/** Never listens. */
const deaf = { command: ["sleep", "3600"] };

/** Seconds that nothing else on the machine sleeps for. */
const marker = `${30_000 + process.pid}.5`;
const sleepers = (seconds: string): number =>
  fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8") === `sleep\0${seconds}\0`;
      } catch {
        return false; // it ended while we looked
      }
    }).length;

test("a connection that drops is told, and log, terminal and lists go on where they were", async ({
  page,
  consoleProblems,
}) => {
  const line = await openLine();
  try {
    await withPortal(page, { ...settings, BERTH_URL: `http://localhost:${line.port}` }, async (portal) => {
      line.leadTo(portal.port);
      const url = `http://localhost:${line.port}`;
      const api = apiOf(portal);
      await api.json("POST", "/workspaces", { name: "chatty", container_config: chatty });
      await api.until("chatty", "running");
      await signIn(page, { ...portal, url });
      const reconnecting = page.getByText("Reconnecting … what you see may be out of date");

      await test.step("the log", async () => {
        await page.goto(`${url}/workspaces/chatty/logs`);
        const log = page.getByRole("log");
        await expect(log).toContainText(/tick \d/);
        line.cut();
        await expect(reconnecting).toBeVisible();
        await expect(page.getByRole("status").filter({ hasText: "reconnecting" }).first()).toBeVisible();
        const before = Number([...(await log.innerText()).matchAll(/tick (\d+)/g)].at(-1)?.[1]);
        line.mend();
        await expect(reconnecting).toBeHidden({ timeout: 30_000 });
        await expect(log).toContainText(`tick ${before + 1}`, { timeout: 30_000 });
        const seen = [...(await log.innerText()).matchAll(/tick (\d+)/g)].map(([, number]) => Number(number));
        expect(
          seen.every((number, index) => index === 0 || number === (seen[index - 1] ?? 0) + 1),
          seen.join(),
        ).toBe(true);
      });

      await test.step("the terminal", async () => {
        await page.goto(`${url}/workspaces/chatty/terminal`);
        const screen = page.getByRole("region", { name: "Terminal in chatty" });
        await expect(page.getByText("connected", { exact: true })).toBeVisible();
        await page.keyboard.type("echo one-$((20 + 3))\n");
        await expect(screen).toContainText("one-23");
        await page.keyboard.type(`sleep ${marker}\n`);
        await expect.poll(() => sleepers(marker)).toBe(1);
        line.cut();
        await expect(page.getByText("The connection was lost, and its shell has ended.")).toBeVisible();
        await expect.poll(() => sleepers(marker), { timeout: 30_000 }).toBe(0);
        line.mend();
        await page.getByRole("button", { name: "Connect again" }).click();
        await expect(page.getByText("connected", { exact: true })).toBeVisible();
        await page.keyboard.type("echo two-$((20 + 4))\n");
        await expect(screen).toContainText("two-24");
      });

      await test.step("the list", async () => {
        await page.goto(`${url}/workspaces`);
        const row = page.getByRole("row").filter({ hasText: "chatty" });
        await expect(row).toContainText("running");
        line.cut();
        await expect(reconnecting).toBeVisible();
        await api.json("POST", "/workspaces/chatty/stop");
        await api.until("chatty", "stopped");
        line.mend();
        await expect(row).toContainText("stopped", { timeout: 30_000 });
        await expect(reconnecting).toBeHidden();
      });
    });
  } finally {
    await line.close();
  }
  // The browser itself reports every request that a cut line breaks; nothing else may be there.
  const others = consoleProblems.filter((problem) => !/net::ERR_|WebSocket connection to/.test(problem));
  consoleProblems.splice(0, consoleProblems.length, ...others);
});

test("a create that hangs is cancelled from its progress page, and nothing of it goes on", async ({ page }) => {
  await withPortal(page, settings, async (portal) => {
    const api = apiOf(portal);
    await signIn(page, portal);
    await api.json("POST", "/workspaces", { name: "deaf", container_config: deaf });
    await page.getByRole("link", { name: "deaf", exact: true }).click();
    const progress = page.getByRole("region", { name: "Progress" });
    await expect(progress).toContainText("Creating");
    await progress.getByRole("button", { name: "Cancel" }).click();
    await expect(phaseOf(page)).toHaveText("stopped", { timeout: 60_000 });
    await expect(page.getByRole("button", { name: "Start", exact: true })).toBeEnabled();
    expect(await api.json("GET", "/workspaces/deaf")).toMatchObject({ desired: "stopped", ready: false });
    await page.reload();
    await expect(phaseOf(page)).toHaveText("stopped");
  });
});
