// Pictures of every screen in both themes and sizes, from a product that runs; `make screenshots` starts one.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium, devices } from "@playwright/test";
import { PEOPLE } from "./screens.mjs";

const baseURL = process.env.E2E_BASE_URL ?? "http://localhost:3100";
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const ROOT = join(import.meta.dirname, "..", "..");
const ALL = join(ROOT, ".data", "screenshots");
const README = join(ROOT, "docs", "images");
const PASSWORD = "learn-something-new";
const IN_README = [
  "home",
  "search",
  "profile",
  "pick",
  "confirm",
  "booked",
  "lesson",
  "day",
  "week",
  "admin-search",
];

const SIZES = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { ...devices["Pixel 7"], deviceScaleFactor: 1 },
};
const THEMES = ["light", "dark"];

async function signedIn(context, person) {
  if (person === "guest") return;
  const data = { email: `${person}@demo.instainstru.com`, password: PASSWORD };
  const answer = await context.request.post("/api/auth/session", { data });
  if (!answer.ok()) throw new Error(`${person} cannot sign in: ${answer.status()}`);
}

async function take(page, name, size, theme) {
  const path = join(ALL, `${name}-${size}-${theme}.png`);
  await page.screenshot({ path, fullPage: true, animations: "disabled" });
  if (size === "desktop" && theme === "light" && IN_README.includes(name)) {
    await page.screenshot({ path: join(README, `${name}.png`), animations: "disabled" });
  }
}

/** All screens of one person; how many could not be shown. */
async function walk(browser, person, size, theme) {
  const context = await browser.newContext({
    ...SIZES[size],
    baseURL,
    colorScheme: theme,
    locale: "en-US",
    timezoneId: "America/New_York",
  });
  await signedIn(context, person);
  let failed = 0;
  for (const [name, show] of Object.entries(PEOPLE[person])) {
    if (process.argv.length > 2 && !process.argv.slice(2).includes(name)) continue;
    const page = await context.newPage();
    try {
      await show(page);
      await take(page, name, size, theme);
    } catch (error) {
      failed += 1;
      console.error(`${name} (${size}, ${theme}): ${error.message.split("\n")[0]}`);
    }
    await page.close();
  }
  await context.close();
  return failed;
}

await mkdir(ALL, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let failed = 0;
for (const person of Object.keys(PEOPLE))
  for (const size of Object.keys(SIZES))
    for (const theme of THEMES) failed += await walk(browser, person, size, theme);
await browser.close();
console.log(`The pictures are in ${ALL}.`);
process.exitCode = failed > 0 ? 1 : 0;
