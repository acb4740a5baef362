/**
 * Pictures of every screen: `node --import tsx scripts/screenshots.ts [--locale de] [--out folder]`, from the build in dist/.
 * The local cluster always; Kubernetes and Docker too when BERTH_TEST_KUBECONFIG and BERTH_TEST_DOCKER are set.
 * Each screen in three looks: `-light`, `-dark` and `-narrow` (390 pixels wide).
 */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Locator, type Page } from "@playwright/test";
import { kubeconfig, withNamespace } from "../e2e/fixtures/kubernetes";
import { startPortal, type Portal } from "../e2e/fixtures/portal";
import {
  addDocker,
  addKubernetes,
  emptyShowcase,
  fillShowcase,
  remote,
  shown,
  showcaseSettings,
} from "../e2e/fixtures/showcase";
import { owner } from "../e2e/fixtures/test";

const { values: options } = parseArgs({
  options: { locale: { type: "string", default: "en" }, out: { type: "string", default: "docs/screenshots" } },
});
const root = path.resolve(import.meta.dirname, "..");
const out = path.resolve(root, options.out);
const docker = process.env["BERTH_TEST_DOCKER"] ?? "";

type Tree = { readonly [key: string]: string | Tree };

/** A text of the screens by `namespace.key.key`, in the language of the pictures. */
function words(key: string): string {
  const [namespace = "", ...rest] = key.split(".");
  const file = path.join(root, "messages", options.locale, `${namespace}.json`);
  const found = rest.reduce<string | Tree | undefined>(
    (tree, part) => (typeof tree === "object" ? tree[part] : undefined),
    JSON.parse(readFileSync(file, "utf8")) as Tree,
  );
  if (typeof found !== "string") throw new Error(`there is no text ${key} in ${options.locale}`);
  return found;
}

const wide = { width: 1280, height: 800 };
const looks = [
  { name: "light", colorScheme: "light", viewport: wide },
  { name: "dark", colorScheme: "dark", viewport: wide },
  { name: "narrow", colorScheme: "light", viewport: { width: 390, height: 844 } },
] as const;

async function shoot(page: Page, name: string, ready?: Locator): Promise<void> {
  await ready?.waitFor();
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize(look.viewport);
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(out, `${name}-${look.name}.png`), animations: "disabled" });
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.setViewportSize(wide);
}

async function signingIn(page: Page, portal: Portal): Promise<void> {
  await page.goto(String(portal.setUpLink()));
  await shoot(page, "set-up");
  await page.locator("input[autocomplete=name]").fill(owner.name);
  await page.locator("input[type=email]").fill(owner.email);
  await page.locator("input[type=password]").fill(owner.password);
  await page.getByRole("button", { name: words("people.set-up.submit") }).click();
  await shoot(page, "set-up-done", page.getByRole("link", { name: words("people.set-up.done.create") }));
}

async function creating(page: Page, portal: Portal): Promise<void> {
  const editor = page.locator(".monaco-editor .view-line").first();
  await page.goto(`${portal.url}/workspaces/new`);
  await editor.waitFor();
  await page.locator("[id='field:name']").fill("ab-tests");
  await shoot(page, "create", page.getByText(words("editor.create.ready")));
  await page.getByRole("button", { name: words("editor.create.review") }).click();
  await shoot(page, "create-review", page.getByRole("button", { name: words("editor.create.back") }));
  await page.getByRole("button", { name: words("editor.create.back") }).click();
  if (!kubeconfig) return;
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${portal.url}/workspaces/new?cluster=kube`);
  await editor.waitFor();
  await page.locator("[id='field:name']").fill("Ab_tests");
  await shoot(page, "create-kubernetes");
}

async function lookingAtOne(page: Page, portal: Portal): Promise<void> {
  const at = (name: string, tab = "", query = "") => page.goto(`${portal.url}/workspaces/${name}${tab}${query}`);
  const failing = kubeconfig ? remote.failing : shown.failing;
  await at(shown.running);
  await page.waitForTimeout(6000);
  await shoot(page, "overview");
  await at(failing);
  await shoot(page, "failing");
  await at(kubeconfig ? remote.waiting : shown.starting);
  await shoot(page, "progress");
  await at(shown.running, "/yaml");
  await shoot(page, "yaml", page.locator(".monaco-editor .view-line").first());
  await at(shown.running, "/configuration");
  await shoot(page, "configuration", page.getByRole("table"));
  await at(shown.running, "/history");
  await shoot(page, "history", page.locator(".monaco-diff-editor .view-line").first());
  await at(shown.running, "/logs");
  await shoot(page, "logs");
  await at(kubeconfig ? remote.running : shown.running, "/terminal");
  const terminal = page.locator(".xterm-screen");
  await terminal.waitFor();
  await page.waitForTimeout(1000);
  await page.keyboard.type("ls -l /\n");
  await shoot(page, "terminal");
  await at(failing, "/events");
  await shoot(page, "events");
  await at(shown.running, "", "?action=settings");
  await shoot(page, "update", page.locator("[role=dialog] .monaco-editor .view-line").first());
  await page.getByRole("button", { name: words("workspace.update.review") }).click();
  await shoot(page, "update-plan", page.getByRole("button", { name: words("workspace.update.back") }));
  await at(shown.stopped, "", "?action=delete");
  await shoot(page, "delete", page.getByRole("button", { name: words("workspace.delete.confirm") }));
}

async function lookingAround(page: Page, portal: Portal): Promise<void> {
  await page.goto(`${portal.url}/clusters`);
  await shoot(page, "clusters");
  await page
    .getByRole("button", { name: words("clusters.health") })
    .last()
    .click();
  await shoot(page, "cluster-health", page.getByRole("dialog"));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: words("clusters.add.title") }).click();
  await shoot(page, "cluster-add", page.getByRole("dialog"));
  for (const [name, address] of Object.entries({ health: "health", me: "me", deleted: "workspaces/deleted" })) {
    await page.goto(`${portal.url}/${address}`);
    await shoot(page, name);
  }
  await page.goto(`${portal.url}/policies`);
  await shoot(page, "policies", page.locator(".monaco-editor .view-line").first());
  await page.goto(`${portal.url}/templates`);
  await shoot(page, "templates");
  await page.goto(`${portal.url}/templates/jupyterlab`);
  await shoot(page, "template", page.locator(".monaco-editor .view-line").first());
  await page.goto(`${portal.url}/workspaces`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  await shoot(page, "palette", page.getByRole("dialog"));
  await page.goto(`http://${shown.running}.localhost:${portal.port}/`);
  await shoot(page, "notes-app", page.locator("main"));
  await page.goto(`http://${shown.stopped}.localhost:${portal.port}/`);
  await shoot(page, "gateway-stopped", page.locator("main"));
}

/** A token of the person who is signed in, so that the workspaces are theirs. */
async function tokenOf(page: Page): Promise<string> {
  const made = await page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ name: "screenshots", scopes: ["admin"] });
    const answer = await fetch("/api/v1/tokens", { method: "POST", headers, body });
    return (await answer.json()) as { token: string };
  });
  return made.token;
}

async function run(portal: Portal, page: Page): Promise<void> {
  await signingIn(page, portal);
  await page.goto(`${portal.url}/workspaces`);
  await shoot(page, "workspaces-empty");
  const token = await tokenOf(page);
  if (kubeconfig) await addKubernetes(portal, kubeconfig, "screenshots", token);
  if (docker) await addDocker(portal, docker, token);
  await fillShowcase(portal, token);
  await page.goto(`${portal.url}/workspaces`);
  await shoot(page, "workspaces", page.getByText(shown.failing));
  await creating(page, portal);
  await lookingAtOne(page, portal);
  await lookingAround(page, portal);
  await page.context().clearCookies({ name: /auth|session/ });
  await page.goto(`${portal.url}/sign-in`);
  await shoot(page, "sign-in");
}

async function main(): Promise<void> {
  mkdirSync(out, { recursive: true });
  const portal = await startPortal(showcaseSettings);
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  try {
    const context = await browser.newContext({ locale: options.locale, viewport: wide });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) console.log(`console: ${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => console.log(`uncaught: ${page.url()}: ${error.message}`));
    await run(portal, page).catch(async (error: unknown) => {
      await page.screenshot({ path: path.join(out, "failed.png") });
      throw error;
    });
    await page.goto("about:blank");
  } finally {
    await browser.close();
    await emptyShowcase(portal);
    await portal.stop();
  }
}

await (kubeconfig ? withNamespace("screenshots", main) : main());
