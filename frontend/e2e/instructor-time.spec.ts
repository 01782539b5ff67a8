import { randomUUID } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectSound } from "./support/axe";
import { bookLesson, mondayAhead, newInstructor } from "./support/instructors";
import { registered } from "./support/people";

/** The day as the web app says it: "Mon, Dec 7". */
const said = (date: string): string =>
  new Intl.DateTimeFormat("en-US", {
    timeZone: "UTC",
    weekday: "short",
    month: "short",
    day: "numeric",
  }).format(new Date(`${date}T00:00:00Z`));

const OFF = "a day off stands over the hours, says what is booked on it, and why nobody can book then";
test(OFF, { tag: "@one-size" }, async ({ page: student, request, browser, baseURL }) => {
  const monday = mondayAhead();
  const teacher = await newInstructor(browser, baseURL ?? "", monday, ["09:00", "12:00"]);
  const { page } = teacher;
  await registered(student);
  await bookLesson(student, teacher, monday, "10:00");
  for (let guest = 0; guest < 3; guest += 1) {
    const headers = { "X-Guest-Session-ID": randomUUID() };
    const answer = await request.get("/api/search?q=piano+online+mondays+after+6pm", { headers });
    expect(answer.status()).toBe(200);
  }

  await page.goto(`/calendar?week=${monday}`);
  await page.getByRole("button", { name: "Week after" }).click();
  await page.getByRole("button", { name: "Give to other weeks" }).click();
  const given = page.getByRole("dialog", { name: "Give these hours to other weeks" });
  await given.getByLabel("From").fill(monday);
  await given.getByLabel("Until").fill(monday);
  await given.getByRole("button", { name: "See what changes" }).click();
  await expect(given.getByText("Closed 9:00 AM – 12:00 PM")).toBeVisible();
  await expect(given.getByText("One lesson stands outside the new hours and stays booked:")).toBeVisible();
  await expect(
    given.getByText(`${said(monday)}, 10:00 – 11:00 AM, with Robin W.`, { exact: true }),
  ).toBeVisible();
  await expectAccessible(page);
  await given.getByRole("button", { name: "Close" }).click();

  await page.goto("/calendar/days-off");
  await page.getByRole("button", { name: "Take it off" }).click();
  await expect(page.getByLabel("Day off")).toBeFocused();
  await expect(page.getByText("Choose a day.")).toBeVisible();
  await page.getByLabel("Day off").fill(monday);
  await page.getByLabel("Reason").fill("Away");
  await page.getByRole("button", { name: "Take it off" }).click();
  await expect(page.getByText("1 day off.")).toBeVisible();
  await expect(page.getByText("1 lesson booked before, and still on")).toBeVisible();
  await expectSound(page);

  await page.goto(`/calendar?week=${monday}`);
  await expect(page.getByText(`Off: ${said(monday)} (Away)`)).toBeVisible();
  await page.goto("/instructor");
  await expect(page.getByText("stands on a day off")).toBeVisible();
  const found = page.getByRole("region", { name: "How you are found" });
  await expect(found.getByText(/^Opening \w+day .* would have put you in \d+ more searches/)).toBeVisible();
  await page.getByRole("link", { name: "Why can nobody book me then?" }).click();

  await page.getByLabel("Day", { exact: true }).fill(monday);
  await page.getByRole("button", { name: /Start$/ }).click();
  await page.getByRole("option", { name: "10:30 AM" }).click();
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByRole("heading", { name: "nobody can book it" })).toBeVisible();
  await expect(page.getByText(`${said(monday)} is blacked out.`)).toBeVisible();
  await expect(page.getByText("Robin W. has a lesson from 10:00 AM to 11:00 AM.")).toBeVisible();
  await expect(page.getByRole("link", { name: "See the lesson" })).toBeVisible();
  await expectSound(page);

  await page.goto("/teach");
  await page.getByRole("button", { name: "Take my profile down" }).click();
  await expect(page.getByText("You have taken your profile down.")).toBeVisible();
  await page.goto(`/calendar/why?date=${monday}&time=10:30&duration=60`);
  await page.getByRole("link", { name: "See what is missing" }).click();
  await page.getByRole("button", { name: "Put my profile up again" }).click();
  await expect(page.getByText("Students find you", { exact: true })).toBeVisible();
  await page.goto("/calendar/days-off");
  await page.getByRole("button", { name: `Open again: ${said(monday)}` }).click();
  await expect(page.getByText("No days off are coming.")).toBeVisible();
  await page.goto(`/calendar/why?date=${monday}&time=09:00&duration=60`);
  await expect(page.getByText("begins at 10:00 AM, and 15 minutes before it stay free")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "blacked out" })).toBeHidden();
});

const answers = (page: Page, address: string) => page.request.get(address).then((answer) => answer.status());

test("lessons in one's own calendar: made, copied, renewed, turned off", { tag: "@one-size" }, async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await registered(page);
  await page.goto("/lessons");
  await page.getByRole("link", { name: "In my own calendar" }).click();
  await page.getByRole("button", { name: "Make my address" }).click();
  const field = page.getByLabel("Your private address");
  const first = await field.inputValue();
  expect(await answers(page, first)).toBe(200);
  await page.getByRole("button", { name: "Copy address" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  await expectSound(page);

  await page.getByRole("button", { name: "Make a new address" }).click();
  await expect(page.getByRole("alertdialog", { name: "Make a new address?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make a new one" }).click();
  await expect(field).not.toHaveValue(first);
  const second = await field.inputValue();
  expect([await answers(page, first), await answers(page, second)]).toEqual([404, 200]);

  await page.reload();
  await expect(field).toBeHidden();
  await page.getByRole("button", { name: "Turn it off" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Turn it off" }).click();
  await expect(page.getByRole("button", { name: "Make my address" })).toBeVisible();
  expect(await answers(page, second)).toBe(404);
});
