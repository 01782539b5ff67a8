import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectBigTargets, expectPagesSound } from "./support/axe";
import { DEMO, DEMO_PASSWORD, registered, signInAs } from "./support/people";

const PUBLIC = [
  "/",
  "/search",
  "/search?q=piano+under+$11",
  "/search?date=nonsense",
  "/sign-in",
  "/sign-up",
  "/forgot-password",
  "/reset-password",
  "/verify-email",
  "/verify-email#token=x",
  "/privacy",
];
const OWN = [
  "/",
  "/lessons",
  "/lessons?show=past",
  "/waitlist",
  "/waitlist/new?subject=piano",
  "/account",
  "/account/favorites",
  "/account/security",
  "/account/searches",
  "/account/data",
];

test("the pages of guests are sound", async ({ page }) => {
  test.slow();
  await expectPagesSound(page, PUBLIC);
});

test("the pages of a student are sound", async ({ page }) => {
  await signInAs(page, DEMO.student);
  await expectPagesSound(page, OWN);
  const menu = page.getByRole("button", { name: "Menu" });
  if (!(await menu.isVisible())) return;
  await menu.click();
  await expect(menu).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await expectBigTargets(page);
});

test("what is not there says so and leads on", async ({ page }) => {
  for (const path of ["/nowhere", "/instructors/nobody-at-all"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("link", { name: "Find a lesson" }).first()).toBeVisible();
    await expectAccessible(page);
  }
});

test("pages that are one's own lead through signing in and back", { tag: "@one-size" }, async ({ page }) => {
  await page.goto("/lessons?show=past");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(DEMO.student);
  await page.getByLabel("Password").fill("not my password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "password" })).toBeVisible();
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "My lessons" })).toBeVisible();
});

test("a session is renewed before a page or a call misses it", { tag: "@one-size" }, async ({
  page,
  context,
}) => {
  await signInAs(page, DEMO.student);
  await context.clearCookies({ name: "instainstru_access" });
  await page.goto("/lessons");
  await expect(page.getByRole("heading", { name: "My lessons" })).toBeVisible();
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toContain("instainstru_access");
});

test("pages carry a policy that allows no foreign script, and no other site may frame them", {
  tag: "@one-size",
}, async ({ page }) => {
  const answer = await page.goto("/");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]+' 'strict-dynamic'/);
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).toContain("frame-ancestors 'none'");
});

test("the reader's colors are kept and drawn by the server", { tag: "@one-size" }, async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Colors").selectOption("dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the keyboard's first stop leads past the band", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

const FIRST_LOAD_KIB = 150;

/** The scripts that a page names in its own text, each compressed as it is sent. */
async function firstLoadKib(page: Page, path: string): Promise<number> {
  const html = await (await page.request.get(path)).text();
  const tags = [...html.matchAll(/<script[^>]*\ssrc="(\/_next[^"]+)"[^>]*>/g)];
  const addresses = new Set(
    tags.filter(([tag]) => !/nomodule/i.test(tag)).map(([, address]) => address ?? ""),
  );
  let bytes = 0;
  for (const address of addresses) {
    bytes += gzipSync(await (await page.request.get(address)).body()).length;
  }
  return bytes / 1_024;
}

test("the first load of home and profile is light", { tag: "@one-size" }, async ({ page }) => {
  const found = await (await page.request.get("/api/search?q=piano&limit=1")).json();
  const profile = `/instructors/${found.results[0].instructor.slug}`;
  for (const path of ["/", profile]) {
    const size = await firstLoadKib(page, path);
    expect(size, path).toBeGreaterThan(50);
    expect(size, path).toBeLessThanOrEqual(FIRST_LOAD_KIB);
  }
});

test("what can be pressed is big enough, and nothing jumps while a page comes", async ({ page }) => {
  const found = await (await page.request.get("/api/search?q=piano&limit=1")).json();
  const profile = `/instructors/${found.results[0].instructor.slug}`;
  await page.addInitScript(() => {
    const shifts = { total: 0 };
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.total += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const path of ["/", "/search?q=piano", profile, `${profile}/book`, "/sign-up"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await expectBigTargets(page);
    const { total } = await page.evaluate(() => (window as unknown as { shifts: { total: number } }).shifts);
    expect(total, `layout shift of ${path}`).toBeLessThan(0.02);
  }
});

test("who asked for less motion gets none", { tag: "@one-size" }, async ({ page }) => {
  const moving = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll("*")]
          .map((element) => getComputedStyle(element))
          .filter((style) =>
            [style.transitionDuration, style.animationDuration].some(
              (time) => Number.parseFloat(time) > 0.01,
            ),
          ).length,
    );
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/");
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await moving()).toBe(0);
});

test("without a connection the page stays and says so", async ({ page, context }) => {
  await page.goto("/sign-in");
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  await expectAccessible(page);
  await context.setOffline(false);
  await expect(page.getByText("You are offline.")).toBeHidden();
});

test("the search box completes what is typed, by key and by hand", async ({ page }) => {
  await page.goto("/");
  const box = page.getByRole("combobox", { name: "What do you want to learn?" });
  await box.pressSequentially("pian");
  const options = page.getByRole("listbox", { name: "Suggestions" }).getByRole("option");
  await expect(options.filter({ hasText: "Piano" }).first()).toBeVisible();
  await expectAccessible(page);
  await box.press("Escape");
  await expect(options).toHaveCount(0);
  await box.pressSequentially("o");
  await expect(options.first()).toBeVisible();
  await box.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await box.press("Enter");
  await expect(page).toHaveURL(/\/search\?subject=/);
});

test("a favorite is kept and found again, and a device can be signed out", { tag: "@one-size" }, async ({
  page,
  browser,
}) => {
  const person = await registered(page);
  await page.goto("/search?q=violin");
  const heart = page.getByRole("button", { name: /^Keep .* in favorites$/ }).first();
  await heart.click();
  await expect(heart).toHaveAttribute("aria-pressed", "true");
  const name = (await heart.getAttribute("aria-label"))?.match(/^Keep (.*) in favorites$/)?.[1] ?? "";
  await page.goto("/account/favorites");
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: `Keep ${name} in favorites` }).click();

  const elsewhere = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const device = await elsewhere.newPage();
  await signInAs(device, person.email, person.password);
  await page.goto("/account/security");
  const others = page.getByRole("button", { name: /^Sign out .*, last used/ });
  await expect(others).toHaveCount(1);
  await others.first().click();
  await expect(page.getByText("was signed out.")).toBeVisible();
  await expect(others).toHaveCount(0);
  await device.goto("/lessons");
  await expect(device).toHaveURL(/\/sign-in/);
  await elsewhere.close();
});
