import { defineConfig, devices } from "@playwright/test";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const launchOptions = { executablePath, args: ["--no-sandbox"] };

/** Runs against a stack that is already up; `make test-e2e` starts one and names it in E2E_BASE_URL. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL: process.env.E2E_BASE_URL ?? "http://localhost:3100",
    locale: "en-US",
    timezoneId: "America/New_York",
    trace: "retain-on-failure",
    launchOptions,
  },
  projects: [
    { name: "desktop", use: { viewport: { width: 1280, height: 900 } } },
    // Colors do not depend on the size, and phones have no keyboard.
    { name: "phone", grepInvert: /in dark colors|keyboard/, use: { ...devices["Pixel 7"], launchOptions } },
  ],
});
