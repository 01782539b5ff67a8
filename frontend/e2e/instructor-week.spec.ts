import { expect, type Locator, type Page, test } from "@playwright/test";
import { expectAccessible, expectSound } from "./support/axe";
import { tabTo } from "./support/keyboard";
import { registered } from "./support/people";

const SPRING_WEEK = "2027-03-08";
const AUTUMN_WEEK = "2027-11-01";

const selected = (page: Page, day: string): Locator =>
  page.getByRole("gridcell", { name: new RegExp(`^${day}`), selected: true });

const line = (page: Page, day: string): Locator => page.getByRole("textbox", { name: new RegExp(`^${day}`) });

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) await page.keyboard.press(key);
}

async function type(page: Page, day: string, hours: string): Promise<void> {
  await line(page, day).fill(hours);
  await line(page, day).press("Enter");
}

async function saveByKeyboard(page: Page): Promise<void> {
  await tabTo(page, page.getByRole("button", { name: "Review and save" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Save these hours?" });
  await expect(dialog).toBeFocused();
  await tabTo(page, dialog.getByRole("button", { name: "Save hours" }));
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

test("with the keyboard alone a week is set and saved, where the clock jumps and where it repeats", async ({
  page,
}) => {
  test.slow();
  await registered(page, "instructor");
  await page.goto(`/calendar?week=${SPRING_WEEK}`);
  await expect(page.getByText("Sun, Mar 14: the clock skips 2:00 – 3:00 AM.")).toBeVisible();
  await tabTo(page, page.getByRole("checkbox", { name: "Show midnight to 6 AM" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("gridcell", { name: "Monday, 9:00 AM – 9:30 AM" }));
  await press(page, "ArrowRight", 6);
  await page.keyboard.press("Home");
  await press(page, "ArrowDown", 3);
  await page.keyboard.down("Shift");
  await press(page, "ArrowDown", 4);
  await page.keyboard.up("Shift");
  // From 1:30 to 4:00, of which half an hour before the jump and one hour after it take place.
  await expect(selected(page, "Sunday")).toHaveCount(3);
  await expect(page.getByText("1 h 30 min this week")).toBeVisible();
  await press(page, "ArrowUp", 2);
  await expect(page.locator(":focus")).toHaveAccessibleName(/2:30 AM .*, skipped by the clock$/);
  await page.keyboard.press("Space");
  await expect(page.getByText("1 h 30 min this week")).toBeVisible();
  await expectSound(page);
  await saveByKeyboard(page);
  await page.reload();
  await expect(selected(page, "Sunday")).toHaveCount(3);
  await line(page, "Sunday").fill("2am-3am");
  await expect(page.getByText("The clock skips 2:00 AM – 3:00 AM on this day.")).toBeVisible();

  await page.goto(`/calendar?week=${AUTUMN_WEEK}`);
  await expect(page.getByText("Sun, Nov 7: 1:00 – 2:00 AM comes twice.")).toBeVisible();
  await tabTo(page, line(page, "Sunday"));
  await page.keyboard.type("1am-2am");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 hours this week")).toBeVisible();
  await saveByKeyboard(page);
  await page.reload();
  await expect(page.getByRole("gridcell", { name: /^Sunday, 1:30 AM .*, comes twice$/ })).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await expect(selected(page, "Sunday")).toHaveCount(2);
});

const USUAL = "a usual week opens the days that come, and a week's hours are given to others";
test(USUAL, { tag: "@one-size" }, async ({ page }) => {
  test.slow();
  await registered(page, "instructor");
  await page.goto("/instructor");
  await expect(page.getByText("No search has shown you in the last four weeks.")).toBeVisible();
  await page.goto("/calendar/usual");
  await page.getByRole("button", { name: "Weekday evenings" }).click();
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog", { name: "Save these hours?" });
  await expect(dialog.getByText("Mondays")).toBeVisible();
  await expect(dialog.getByText(/^\d+ coming days up to .* get these hours/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save hours" }).click();
  await expect(dialog).toBeHidden();

  await type(page, "Saturdays", "9-10");
  await page.getByRole("link", { name: "Week by week" }).click();
  const leaving = page.getByRole("alertdialog", { name: "Leave without saving?" });
  await leaving.getByRole("button", { name: "Stay here" }).click();
  await expect(selected(page, "Saturday")).toHaveCount(2);
  await page.getByRole("link", { name: "Week by week" }).click();
  await leaving.getByRole("button", { name: "Leave, change nothing" }).click();

  await page.getByRole("button", { name: "Week after" }).click();
  await expect(selected(page, "Monday")).toHaveCount(8);
  await expect(selected(page, "Saturday")).toHaveCount(0);
  await type(page, "Monday", "10-11");
  await page.getByRole("button", { name: "Give to other weeks" }).click();
  await expect(page.getByText("Save this week first.")).toBeVisible();
  await save(page);

  await page.goto("/calendar/usual");
  await type(page, "Mondays", "8am-9am");
  await page.getByRole("button", { name: "Review and save" }).click();
  await expect(dialog.getByText("1 day edited by hand stays as it is")).toBeVisible();
  await dialog.getByRole("button", { name: "Go on editing" }).click();
  const elsewhere = { tue: [{ start_time: "18:00", end_time: "20:00" }] };
  expect((await page.request.put("/api/availability/pattern", { data: elsewhere })).status()).toBe(200);
  await page.getByRole("button", { name: "Review and save" }).click();
  const stale = page.getByRole("dialog", { name: "These hours were changed elsewhere" });
  await expect(
    stale.getByRole("row", { name: "Tuesdays 6:00 PM – 8:00 PM 5:00 PM – 9:00 PM" }),
  ).toBeVisible();
  await stale.getByRole("button", { name: "Take what is stored" }).click();
  await expect(line(page, "Tuesdays")).toHaveValue("6pm-8pm");

  await page.goto("/calendar");
  await page.getByRole("button", { name: "Week after" }).click();
  await expect(selected(page, "Monday")).toHaveCount(2);
  await page.getByRole("button", { name: "Give to other weeks" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "See what changes" }).click();
  const given = page.getByRole("dialog", { name: "Give these hours to other weeks" });
  await expect(given.getByText("4 days in 4 weeks would change. Nothing is saved yet.")).toBeFocused();
  const weeks = given.getByRole("listitem").filter({ hasText: ": 1 day, 1 hour opened" });
  await expect(weeks).toHaveCount(4);
  await weeks.first().getByText("1 day,").click();
  await expect(weeks.first().getByText("Open 10:00 AM – 11:00 AM")).toBeVisible();
  await expectSound(page);
  await given.getByRole("button", { name: "Choose other days" }).click();
  await expect(given.locator(":focus")).toHaveCount(1);
  await given.getByRole("button", { name: "See what changes" }).click();
  await given.getByRole("button", { name: "Give these hours" }).click();
  await expect(page.getByText(/^4 days changed: /)).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Week after" }).click();
  await expect(selected(page, "Monday")).toHaveCount(2);

  await expect(page.getByRole("row", { name: /^Monday.*, edited by hand$/ })).toBeVisible();
  await expect(line(page, "Monday")).toHaveAccessibleDescription("Edited by hand");
  const back = page.getByRole("button", { name: /^Back to the usual week: Mon/ });
  await type(page, "Tuesday", "9am-10am");
  await back.click();
  await expect(page.getByText("Save this week first.")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await back.focus();
  await page.keyboard.press("Enter");
  const asked = page.getByRole("dialog", { name: "Back to the usual week?" });
  await expect(asked.getByText("Closed 10:00 AM – 11:00 AM")).toBeVisible();
  await expectAccessible(page);
  await tabTo(page, asked.getByRole("button", { name: "Give it back" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Your usual week" })).toBeFocused();
  await expect(page.getByText("This week goes by your usual week.")).toBeVisible();
  await expect(selected(page, "Monday")).toHaveCount(0);
  await type(page, "Tuesday", "9am-10am");
  await save(page);
  await expect(page.getByText("Edited by hand: Tue")).toBeVisible();
});
