import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./support/axe";
import { DEMO, DEMO_PASSWORD, signInAs } from "./support/people";

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
];
const OWN = ["/", "/lessons", "/lessons?show=past", "/account"];

for (const theme of ["light", "dark"] as const) {
  test.describe(`in ${theme} colors`, () => {
    test.use({ colorScheme: theme });

    for (const path of PUBLIC) {
      test(`${path} is sound for guests`, async ({ page }) => {
        const broken: string[] = [];
        page.on("pageerror", (error) => broken.push(error.message));
        page.on("console", (message) => message.type() === "error" && broken.push(message.text()));
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
        expect(broken).toEqual([]);
      });
    }

    for (const path of OWN) {
      test(`${path} is sound for a student`, async ({ page }) => {
        await signInAs(page, DEMO.student);
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      });
    }
  });
}

test("what is not there says so and leads on", async ({ page }) => {
  for (const path of ["/nowhere", "/instructors/nobody-at-all"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("link", { name: "Find a lesson" }).first()).toBeVisible();
    await expectAccessible(page);
  }
});

test("pages that are one's own lead through signing in and back", async ({ page }) => {
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

test("a session is renewed before a page or a call misses it", async ({ page, context }) => {
  await signInAs(page, DEMO.student);
  await context.clearCookies({ name: "instainstru_access" });
  await page.goto("/lessons");
  await expect(page.getByRole("heading", { name: "My lessons" })).toBeVisible();
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toContain("instainstru_access");
});

test("pages carry a policy that allows no foreign script, and no other site may frame them", async ({
  page,
}) => {
  const answer = await page.goto("/");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]+' 'strict-dynamic'/);
  expect(policy).not.toContain("unsafe-eval");
  expect(policy).toContain("frame-ancestors 'none'");
});

test("the reader's colors are kept and drawn by the server", async ({ page }) => {
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
