import { defineConfig, devices } from "@playwright/test";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
// Without a graphics card the browser would draw each page in a second process, at the cost of a core.
const launchOptions = { executablePath, args: ["--no-sandbox", "--disable-gpu"] };
const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { ...devices["Pixel 7"], launchOptions };

const MOVES_CLOCK = /@moves-clock/;
// What does not depend on the size is walked once, and phones have no keyboard.
const NOT_ON_PHONES = /@moves-clock|@one-size|keyboard/;

/** Runs against a stack that is already up; `make test-e2e` starts one and names it in E2E_BASE_URL. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Files side by side, the tests of a file one after another: those of a kind want the same instructors' time.
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL: process.env.E2E_BASE_URL ?? "http://localhost:3100",
    actionTimeout: 20_000,
    locale: "en-US",
    timezoneId: "America/New_York",
    // Nothing to wait for that only moves; what moves otherwise has a test of its own.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    // A recording of every step costs a third of the time; for a failure that the picture does not explain.
    trace: process.env.E2E_TRACE ? "on" : "off",
    launchOptions,
  },
  projects: [
    { name: "desktop", grepInvert: MOVES_CLOCK, use: desktop },
    { name: "phone", grepInvert: NOT_ON_PHONES, use: phone },
    // The product has one clock: nobody else is there while it is moved.
    { name: "desktop, later", grep: MOVES_CLOCK, use: desktop, dependencies: ["desktop", "phone"] },
    { name: "phone, later", grep: MOVES_CLOCK, use: phone, dependencies: ["desktop, later"] },
  ],
});
