import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "specs",
  outputDir: "../test-results",
  // Each worker starts portals of its own; two cores carry one browser and one portal well.
  workers: 1,
  // Not a goal: a noisy machine takes three times as long as a quiet one.
  timeout: 480_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [["list"], ["json"]],
  use: {
    browserName: "chromium",
    headless: true,
    actionTimeout: 30_000,
    // Playwright's own default waits for ever, and a page that never comes would hide which step asked for it.
    navigationTimeout: 120_000,
    locale: "en-US",
    viewport: { width: 1360, height: 850 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
      ],
    },
  },
});
