import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectSound } from "./support/axe";
import { tabTo } from "./support/keyboard";
import { newPerson, registered } from "./support/people";

test("a guest finds a piano instructor, joins while booking, and cancels", async ({ page }) => {
  // Nine pages, each looked at by the checker.
  test.slow();
  const person = newPerson();

  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "What do you want to learn?" })).toBeVisible();
  await expectSound(page);
  await page.getByRole("combobox", { name: "What do you want to learn?" }).fill("piano");
  await page.getByRole("button", { name: "Search" }).click();

  await expect(page).toHaveURL(/\/search\?q=piano/);
  await expect(page.getByRole("link", { name: /Piano: take this away/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /^\d+ instructors?$/ })).toBeVisible();
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
  await expect(page.getByRole("timer")).toHaveText(/^[45]:\d\d$/);
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

  await page.getByRole("link", { name: "Move lesson" }).click();
  await expect(page.getByText("as often as you like")).toBeVisible();
  await page
    .getByRole("radiogroup", { name: /^Times on/ })
    .getByRole("radio")
    .last()
    .check({ force: true });
  await expectSound(page);
  await page.getByRole("button", { name: /^Move to/ }).click();
  await expect(page.getByText("Moved by you")).toBeVisible();

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

/** The address at which the last person found can be booked. */
async function confirmAddress(page: Page, question: string): Promise<string> {
  await page.goto(`/search?q=${question}&place=online`);
  const starts = page.getByRole("article").last();
  return (
    (await starts
      .getByRole("link", { name: /^Book / })
      .last()
      .getAttribute("href")) ?? ""
  );
}

const bookButton = (page: Page) => page.getByRole("button", { name: /^Book / });
const refusal = (page: Page) => page.getByRole("alert").filter({ hasText: "free times" });

test("two want one time: kept for the first, over after five minutes, then whoever is quicker", {
  tag: "@one-size",
}, async ({ page, browser }) => {
  test.slow();
  await page.clock.install();
  await registered(page);
  const address = await confirmAddress(page, "guitar");
  const onlooker = await (await browser.newContext({ baseURL: new URL(page.url()).origin })).newPage();
  await onlooker.goto(address.replace("/confirm", "/book"));
  await expect(onlooker.getByRole("radiogroup", { name: /^Times on/ })).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole("timer")).toBeVisible();
  await expect(onlooker.getByText(/just taken/)).toBeVisible();
  await expect(onlooker.getByText("is not free any more")).toBeVisible();
  await onlooker.context().close();
  await page.getByLabel(/^A note for/).fill("Fingerpicking.");

  const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const rival = await other.newPage();
  await registered(rival);
  await rival.goto(page.url());
  await expect(refusal(rival)).toBeVisible();
  await expect(bookButton(rival)).toBeDisabled();
  await expectAccessible(rival);

  await page.clock.fastForward("05:01");
  await expect(page.getByText("The time to confirm is over.")).toBeVisible();
  await expectAccessible(page);
  const { items } = await (await page.request.get("/api/bookings?as=student&status=held")).json();
  expect((await page.request.delete(`/api/bookings/holds/${items[0].id}`)).status()).toBe(204);
  await rival.reload();
  await expect(rival.getByRole("timer")).toBeVisible();
  await bookButton(rival).click();
  await expect(rival.getByRole("heading", { name: "You are booked" })).toBeVisible();
  await other.close();

  await bookButton(page).click();
  await expect(refusal(page)).toBeVisible();
  await refusal(page).getByRole("button").first().click();
  await expect(refusal(page)).toBeHidden();
  await expect(page.getByRole("timer")).toBeVisible();
  await expect(page.getByLabel(/^A note for/)).toHaveValue("Fingerpicking.");
  await bookButton(page).click();
  await expect(page.getByRole("heading", { name: "You are booked" })).toBeVisible();
});

test("a lost connection, a way back and a session that ends: nothing that was written is lost", {
  tag: "@one-size",
}, async ({ page, context }) => {
  const person = await registered(page);
  await page.goto(await confirmAddress(page, "violin"));
  const note = page.getByLabel(/^A note for/);
  await note.fill("I have my own.");
  await expect(page.getByRole("timer")).toBeVisible();

  await page.getByRole("link", { name: "Change" }).click();
  await expect(page.getByRole("radio", { name: "kept for you" })).toBeVisible();
  await page.goBack();
  await expect(note).toHaveValue("I have my own.");
  await expect(page.getByRole("timer")).toBeVisible();

  await context.setOffline(true);
  await bookButton(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Check your connection" })).toBeVisible();
  await context.setOffline(false);

  await context.clearCookies();
  await bookButton(page).click();
  await expect(page.getByRole("heading", { name: "You were signed out" })).toBeVisible();
  await page.getByText("I have an account").click();
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(note).toHaveValue("I have my own.");
  await bookButton(page).click();
  await expect(page.getByRole("heading", { name: "You are booked" })).toBeVisible();
  await page.getByRole("link", { name: "See or change the lesson" }).click();
  await expect(page.getByText("I have my own.")).toBeVisible();
});

test("from the home page to a booked lesson with the keyboard alone", async ({ page }) => {
  await registered(page);
  await page.goto("/");
  await tabTo(page, page.getByRole("combobox", { name: "What do you want to learn?" }));
  await page.keyboard.type("drums");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=drums/);
  await expect(page.getByRole("status").filter({ hasText: /^\d+ instructors?$/ })).toBeVisible();

  await tabTo(page, page.getByRole("link", { name: /^All times/ }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /^Pick a time/ })).toBeVisible();
  const times = page.getByRole("radiogroup", { name: /^Times on/ }).getByRole("radio");
  await tabTo(page, times.first());
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowRight");
  await expect(times.nth(1)).toBeChecked();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "Confirm your lesson" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "kept for you" })).toBeAttached();
  await tabTo(page, page.getByLabel(/^A note for/));
  await page.keyboard.type("With sticks of my own.");
  await tabTo(page, bookButton(page));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "You are booked" })).toBeVisible();
});

test("the same lesson every week: date by date before, and what became of each after", {
  tag: "@one-size",
}, async ({ page }) => {
  await registered(page);
  await page.goto(await confirmAddress(page, "french"));
  await expect(page.getByRole("timer")).toBeVisible();
  await page.getByRole("link", { name: "Every week" }).click();
  const dates = page.getByRole("list", { name: "Dates" }).getByRole("listitem");
  await expect(dates).toHaveCount(6);
  await page.getByText("Every 2 weeks").click();
  await page.getByRole("textbox", { name: "How many lessons" }).fill("3");
  await page.getByRole("textbox", { name: "How many lessons" }).press("Tab");
  await expect(dates).toHaveCount(3);
  await expect(page.getByText(/^[123] of 3 are free$/)).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: /^Book / }).click();
  await expect(page.getByText(/lessons? booked, \$\d/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "My lessons" }).last().click();
  await page
    .getByRole("link", { name: /Confirmed/ })
    .first()
    .click();

  const together = page.getByRole("region", { name: "Every 2 weeks" }).getByRole("listitem");
  await expect(together.first()).toContainText("Confirmed");
  const count = await together.count();
  await expectSound(page);
  await page.getByRole("link", { name: "Move lesson" }).click();
  await page.getByText("All to come").click();
  await expect(page.getByText("all of them or none")).toBeVisible();
  const others = page.getByRole("radiogroup", { name: /^Your other lessons with/ }).getByRole("radio");
  await expect(others).toHaveCount(count - 1);
  await others.last().check({ force: true });
  await page.getByRole("button", { name: "Swap the two" }).click();
  await expect(page.getByText("Moved by you")).toBeVisible();
  await expect(together.last().locator("[aria-current=page]")).toBeVisible();
  await together.first().getByRole("link").click();
  await expect(together.first().locator("[aria-current=page]")).toBeVisible();
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText("after it").click();
  await expect(dialog.getByText(new RegExp(`^Cancelling ${count} lessons now `))).toBeVisible();
  await dialog.getByLabel("Why?").fill("We move away.");
  await dialog.getByRole("button", { name: "Cancel lessons" }).click();
  await expect(together.filter({ hasText: "Cancelled" })).toHaveCount(count);
});
