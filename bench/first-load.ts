// What the Workspaces page transfers on a first visit, and when its largest part is painted, in headless Chromium.
//   node --import tsx bench/first-load.ts [times]
import { chromium } from "@playwright/test";
import { benchPortal } from "./portal-client";
import { median } from "./measure";

const times = Number(process.argv[2] ?? 3);
const bench = await benchPortal({ CLUSTER_TYPE: "local" });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
const painted: number[] = [];
try {
  const signedIn = await browser.newContext();
  const form = await signedIn.newPage();
  await form.goto(`${bench.portal.url}/sign-in`);
  await form.getByLabel("E-mail").fill("bench@example.org");
  await form.getByLabel(/^Password/).fill("correct horse battery staple");
  await form.getByRole("button", { name: "Sign in" }).click();
  await form.waitForURL(/\/workspaces/);
  const state = await signedIn.storageState();
  let sizes: Record<string, number> = {};
  for (let index = 0; index < times; index++) {
    const context = await browser.newContext({ storageState: state });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const types = new Map<string, string>();
    sizes = {};
    session.on("Network.responseReceived", (event) => types.set(event.requestId, event.type));
    session.on("Network.loadingFinished", (event) => {
      const type = types.get(event.requestId) ?? "Other";
      sizes[type] = (sizes[type] ?? 0) + event.encodedDataLength / 1024;
    });
    await page.goto(`${bench.portal.url}/workspaces`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    painted.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe({
              type: "largest-contentful-paint",
              buffered: true,
            });
          }),
      ),
    );
    await context.close();
  }
  const shown = Object.entries(sizes).map(([type, kilobytes]) => `${type} ${Math.round(kilobytes)} kB`);
  console.log(`Workspaces page, first visit, transferred: ${shown.join(", ")}`);
  console.log(
    `largest contentful paint: ${painted.map((value) => Math.round(value)).join(", ")} ms, median ${Math.round(median(painted))} ms`,
  );
} finally {
  await browser.close();
  await bench.close();
}
