import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "./support/axe";
import { newPerson, signInAs } from "./support/people";

async function expectSound(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
}

test("a guest finds a piano instructor, joins while booking, and cancels", async ({ page }) => {
  // Nine pages, each looked at by the checker.
  test.slow();
  const person = newPerson();

  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "What do you want to learn?" })).toBeVisible();
  await expectSound(page);
  await page.getByRole("searchbox").fill("piano");
  await page.getByRole("button", { name: "Search" }).click();

  await expect(page).toHaveURL(/\/search\?q=piano/);
  await expect(page.getByRole("link", { name: /Piano: take this away/ })).toBeVisible();
  await expect(page.getByRole("status").first()).toHaveText(/\d+ instructors?/);
  await expectSound(page);

  // Somebody of the demo city, whose hours reach into next month; people whom other walks made have no reviews.
  const known = page.getByRole("article").filter({ hasText: /\d reviews/ });
  await known.first().getByRole("heading").getByRole("link").click();
  await expect(page).toHaveURL(/\/instructors\/[^/]+$/);
  await expect(page.getByRole("heading", { name: "Lessons" })).toBeVisible();
  await expectSound(page);
  await page.getByRole("link", { name: /^Book from/ }).click();

  await expect(page.getByRole("heading", { name: /^Pick a time/ })).toBeVisible();
  // A day of next month: at least a day away, so that cancelling is free.
  await page.getByRole("button", { name: "Next", exact: true }).first().click();
  await expect(page.getByRole("status").filter({ hasText: "free day" })).toBeVisible();
  const days = page.getByRole("gridcell").getByRole("button", { disabled: false });
  await days.first().click();
  await expectSound(page);
  await page
    .getByRole("radiogroup", { name: /^Times on/ })
    .getByRole("radio")
    .first()
    .check({ force: true });
  await page.getByRole("button", { name: /^Continue/ }).click();

  await expect(page.getByRole("heading", { name: "Confirm your lesson" })).toBeVisible();
  const chosen = page.url();
  await expectSound(page);
  await page.getByLabel("First name").fill(person.firstName);
  await page.getByLabel("Last name").fill(person.lastName);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Join", exact: true }).click();

  const book = page.getByRole("button", { name: /^Book / });
  await expect(book).toBeVisible();
  expect(page.url()).toBe(chosen);
  await expect(page.getByText("Free to cancel until", { exact: false })).toBeVisible();
  await page.getByLabel(/^A note for/).fill("I never played before.");
  await expectSound(page);
  await book.click();

  await expect(page.getByRole("heading", { name: "You are booked" })).toBeVisible();
  await expectSound(page);
  const calendar = await page.request.get(
    (await page.getByRole("link", { name: "Add to calendar" }).getAttribute("href")) ?? "",
  );
  expect(await calendar.text()).toContain("BEGIN:VEVENT");

  await page.getByRole("link", { name: "See or change the lesson" }).click();
  await expect(page.getByText("I never played before.")).toBeVisible();
  await expectSound(page);
  await page.goto("/lessons");
  await expect(page.getByRole("link", { name: /Confirmed/ })).toHaveCount(1);
  await expectSound(page);
  await page.getByRole("link", { name: /Confirmed/ }).click();

  await page.getByRole("button", { name: "Cancel lesson" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("Cancelling now is free.")).toBeVisible();
  await dialog.getByLabel("Why?").fill("I am ill.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel lesson" }).click();
  await expect(page.getByText("I am ill.").first()).toBeVisible();
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
});

test("a time that somebody else just took is said, and the nearest stand right there", async ({
  page,
  browser,
}) => {
  const [first, second] = [newPerson(), newPerson()];
  for (const { firstName, lastName, email, password } of [first, second]) {
    const body = { first_name: firstName, last_name: lastName, email, password, role: "student" };
    expect((await page.request.post("/api/auth/register", { data: body })).status()).toBe(201);
  }
  await signInAs(page, first.email, first.password);
  await page.goto("/search?q=guitar&place=online");
  const start = page
    .getByRole("article")
    .last()
    .getByRole("link", { name: /^Book / })
    .last();
  await page.goto((await start.getAttribute("href")) ?? "");
  await expect(page.getByRole("button", { name: /^Book / })).toBeEnabled();

  const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const rival = await other.newPage();
  await signInAs(rival, second.email, second.password);
  await rival.goto(page.url());
  await rival.getByRole("button", { name: /^Book / }).click();
  await expect(rival.getByRole("heading", { name: "You are booked" })).toBeVisible();
  await other.close();

  await page.getByRole("button", { name: /^Book / }).click();
  const alert = page.getByRole("alert").filter({ hasText: "free times" });
  await expect(alert).toBeVisible();
  await expectAccessible(page);
  await alert.getByRole("button").first().click();
  await expect(alert).toBeHidden();
  await page.getByRole("button", { name: /^Book / }).click();
  await expect(page.getByRole("heading", { name: "You are booked" })).toBeVisible();
});

test("picking a time works from the keyboard alone", async ({ page }) => {
  await page.goto("/search?q=piano");
  await page
    .getByRole("article")
    .first()
    .getByRole("link", { name: /^All times/ })
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /^Pick a time/ })).toBeVisible();
  await page
    .getByRole("radiogroup", { name: /^Times on/ })
    .getByRole("radio")
    .first()
    .focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("button", { name: /^Continue/ })).toBeEnabled();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Confirm your lesson" })).toBeVisible();
});
