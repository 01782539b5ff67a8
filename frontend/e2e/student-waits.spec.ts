import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectSound } from "./support/axe";
import { bookLesson, mondayAhead, newInstructor } from "./support/instructors";
import { linkIn, mailTo } from "./support/mails";
import { type NewPerson, registered } from "./support/people";

type Student = { page: Page; person: NewPerson };

async function newStudent(browser: Browser, baseURL: string): Promise<Student> {
  const page = await (await browser.newContext({ baseURL })).newPage();
  return { page, person: await registered(page) };
}

/** From the profile to "noted". */
async function wait({ page }: Student, slug: string): Promise<void> {
  await page.goto(`/instructors/${slug}`);
  await page.getByRole("link", { name: "Tell me when one comes free" }).click();
  await expect(page.getByRole("heading", { name: /^Tell me when a lesson with/ })).toBeVisible();
  await page.getByText("Some days of the week").click();
  await page.getByText("Mon", { exact: true }).click();
  await page.getByRole("button", { name: "Tell me when one comes free" }).click();
  await expect(page.getByText("Noted. A mail comes")).toBeVisible();
  await expect(page.getByText(/^Mon, any time, until/)).toBeVisible();
}

/** Nothing on the page changes by itself: it is looked at again, as people do. */
async function seeOffer({ page }: Student): Promise<void> {
  await expect(async () => {
    await page.goto("/waitlist");
    await expect(page.getByRole("timer")).toHaveText(/^(9|10):\d\d$/, { timeout: 500 });
  }).toPass({ timeout: 30_000, intervals: [1_000] });
}

test("two wait for one time: it is kept for the first, goes on when they let it go, and is booked", {
  tag: "@one-size",
}, async ({ browser, baseURL: origin }) => {
  test.slow();
  const baseURL = origin ?? "";
  const monday = mondayAhead();
  const teacher = await newInstructor(browser, baseURL, monday, ["09:00", "10:00"]);
  const lucky = await newStudent(browser, baseURL);
  const first = await newStudent(browser, baseURL);
  const second = await newStudent(browser, baseURL);
  const lesson = await bookLesson(lucky.page, teacher, monday, "09:00");
  await wait(first, teacher.slug);
  await wait(second, teacher.slug);

  const cancelled = await lucky.page.request.post(`/api/bookings/${lesson}/cancel`, {
    data: { reason: "I am ill." },
  });
  expect(cancelled.status()).toBe(200);
  await seeOffer(first);
  await expectSound(first.page);
  await first.page.getByRole("link", { name: "Take it" }).click();
  await expect(first.page.getByText("You waited for this time.")).toBeVisible();
  await expect(first.page.getByRole("timer")).toHaveText(/^[89]:\d\d$|^10:00$/);
  await expectSound(first.page);
  await first.page.getByRole("button", { name: "No, wait for another" }).click();
  await expect(first.page.getByRole("button", { name: /^Stop waiting/ })).toBeVisible();
  await expect(first.page.getByRole("timer")).toBeHidden();

  const mail = await mailTo(second.page, second.person.email, /^Free for you until/);
  await second.page.goto(linkIn(mail, /\/confirm\?/));
  await expect(second.page.getByText("You waited for this time.")).toBeVisible();
  await second.page.getByRole("button", { name: /^Book / }).click();
  await expect(second.page.getByRole("heading", { name: "You are booked" })).toBeVisible();
  await second.page.goto("/waitlist");
  await expect(second.page.getByText("You wait for nothing")).toBeVisible();

  await first.page.getByRole("button", { name: /^Stop waiting/ }).click();
  await expect(first.page.getByText("You wait for nothing")).toBeVisible();
  for (const { page } of [teacher, lucky, first, second]) await page.context().close();
});

test("what can be had at once is offered instead of waiting", { tag: "@one-size" }, async ({ page }) => {
  await registered(page);
  await page.goto("/waitlist/new?subject=piano&place=online");
  await page.getByRole("button", { name: "Tell me when one comes free" }).click();
  await expect(page.getByText("No need to wait")).toBeVisible();
  const [start] = await page.getByRole("link", { name: /M$/ }).all();
  await start?.click();
  await expect(page.getByRole("heading", { name: "Confirm your lesson" })).toBeVisible();
  await expect(page.getByRole("timer")).toBeVisible();
});

test("a search that finds nobody says what to give up, which days do, and how to wait", async ({ page }) => {
  await page.goto("/search?subject=piano&max_rate_cents=1100");
  const ways = page.getByRole("link", { name: /^\d+ instructors? without/ });
  const found = page.getByRole("status").filter({ hasText: /^\d+ instructors?$/ });
  const words = await ways.first().innerText();
  await ways.first().click();
  await expect(found).toHaveText(words.replace(/ without.*$/, ""));

  // A day that is over: the rest holds on those that come, and each finds as many as it says.
  await page.goto("/search?subject=piano&place=online&date=2026-01-01");
  await expect(page.getByText("Just this, on another day:")).toBeVisible();
  const day = page.getByRole("link", { name: /^\w{3}, \w{3} \d+: \d+ instructors?$/ }).last();
  const [, total = ""] = (await day.innerText()).split(": ");
  await day.click();
  await expect(found).toHaveText(total);
  await expect(page.getByRole("article").first()).toBeVisible();
  await expect(page).toHaveURL(/\/search\?place=online&date=\d{4}-\d\d-\d\d&subject=piano$/);

  // In the night nobody teaches, on no day.
  await page.goto("/search?subject=piano&start_time=03:00&end_time=04:00&date=2026-01-01");
  await expect(page.getByText("Nobody fits all of this")).toBeVisible();
  await expect(page.getByText("Just this, on another day:")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Tell me when one comes free" })).toBeVisible();
});
