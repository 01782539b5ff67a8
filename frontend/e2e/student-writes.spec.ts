import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./support/axe";
import { registered } from "./support/people";

const question = (page: Page) => page.getByRole("alertdialog", { name: "Leave without saving?" });

/** Back, by whatever the browser does then: the page itself may keep the reader where they are. */
const goBack = (page: Page) => page.evaluate(() => window.history.back());

test("whoever leaves what is not saved is asked first, at links and at Back; nothing else is in the way", {
  tag: "@one-size",
}, async ({ page }) => {
  const { firstName } = await registered(page);
  await page.goto("/lessons");
  await page.getByRole("link", { name: "Account" }).first().click();
  const name = page.getByLabel("First name");
  await name.fill("Sasha");
  await goBack(page);
  await expectAccessible(page);
  await question(page).getByRole("button", { name: "Stay here" }).click();
  await expect(page).toHaveURL(/\/account$/);
  await expect(name).toHaveValue("Sasha");

  await page.getByRole("link", { name: "Favorites" }).click();
  await question(page).getByRole("button", { name: "Stay here" }).click();
  await name.fill(firstName);
  await page.getByRole("link", { name: "Favorites" }).click();
  await expect(page).toHaveURL(/\/account\/favorites$/);
  await goBack(page);
  await name.fill("Sasha");
  await goBack(page);
  await question(page).getByRole("button", { name: "Leave, change nothing" }).click();
  await expect(page.getByRole("heading", { name: "My lessons" })).toBeVisible();

  await page.getByRole("link", { name: "Account" }).first().click();
  await expect(name).toHaveValue(firstName);
  await name.fill("Sasha");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await goBack(page);
  await expect(page.getByRole("heading", { name: "My lessons" })).toBeVisible();
});

test("an instructor's hours that are not saved are not lost to Back", { tag: "@one-size" }, async ({
  page,
}) => {
  await registered(page, "instructor");
  await page.goto("/calendar");
  await page.getByRole("link", { name: "Usual week" }).click();
  await expect(page).toHaveURL(/\/calendar\/usual$/);
  await page.getByRole("button", { name: "Weekday evenings" }).click();
  await goBack(page);
  await question(page).getByRole("button", { name: "Stay here" }).click();
  await expect(page.getByRole("gridcell", { name: /^Monday/, selected: true })).toHaveCount(8);
  await goBack(page);
  await question(page).getByRole("button", { name: "Leave, change nothing" }).click();
  await expect(page).toHaveURL(/\/calendar$/);
});
