import { randomBytes, randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectPagesSound, expectSound } from "./support/axe";
import { bookLesson, mondayAhead, newInstructor } from "./support/instructors";
import { mailTo } from "./support/mails";
import { DEMO, DEMO_PASSWORD, type NewPerson, registered, signInAs } from "./support/people";

const PAGES = [
  "/admin",
  "/admin/bookings",
  "/admin/users",
  "/admin/users?q=nobody-is-called-this",
  "/admin/search",
  "/admin/subjects",
  "/admin/words",
  "/admin/messages",
  "/admin/redis",
  "/admin/database",
  "/admin/performance?order=count",
  "/admin/audit?action=user.suspended&actor=nonsense",
  "/admin/retention",
];

/** What streams in behind the frame of a page is there. */
const arrived = (page: Page) => async () => {
  await expect(page.getByText(/^Loading /)).toHaveCount(0);
};

const administration = (page: Page) => page.getByRole("navigation", { name: "Administration" });

/** A lesson of two people whom nobody else needs. */
async function newLesson(browser: Browser, baseURL: string, page: Page) {
  const monday = mondayAhead();
  const teacher = await newInstructor(browser, baseURL, monday, ["09:00", "11:00"]);
  const student = await registered(page);
  const id = await bookLesson(page, teacher, monday, "09:30");
  await teacher.page.context().close();
  return { id, student };
}

async function openUser(page: Page, person: NewPerson): Promise<void> {
  await page.goto("/admin/users");
  await page.getByRole("searchbox", { name: "Name or e-mail" }).fill(person.email);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/\?q=robin/);
  await page.getByRole("list", { name: "Users" }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Robin Walker" })).toBeVisible();
}

test("every page of the administration is sound", async ({ page }) => {
  test.slow();
  await signInAs(page, DEMO.admin);
  await expectPagesSound(page, PAGES, arrived(page));
});

async function signInThere(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(DEMO.admin);
  await page.getByLabel("Password").fill(DEMO_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a guest signs in and comes back, and who runs nothing is told so", async ({ page, context }) => {
  await page.goto("/sign-in");
  await signInThere(page);
  await expect(page.getByRole("heading", { name: "Administration", level: 1 })).toBeVisible();
  await context.clearCookies();

  await page.goto("/admin/users?q=robin");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signInThere(page);
  await expect(page.getByRole("searchbox", { name: "Name or e-mail" })).toHaveValue("robin");

  await signInAs(page, DEMO.student);
  for (const path of ["/admin", "/admin/users"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole("heading", { name: "Staff only beyond this point" })).toBeVisible();
    await expect(administration(page)).toBeHidden();
    await expect(page.getByRole("link", { name: "Admin", exact: true })).toHaveCount(0);
  }
  await expectSound(page);
  await page.getByRole("main").getByRole("link", { name: "Home" }).click();
  await expect(page).toHaveURL("/");
});

test("a lesson is found and cancelled for both, and its price is said before", { tag: "@one-size" }, async ({
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const { id, student } = await newLesson(browser, baseURL ?? "", page);
  await signInAs(page, DEMO.admin);
  await openUser(page, student);
  await page.getByRole("link", { name: "Lessons taken" }).click();
  await page.getByLabel("Status").selectOption("confirmed");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/student=.*status=confirmed|status=confirmed.*student=/);
  await page.getByRole("list", { name: "Bookings" }).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(id));
  await expectSound(page);

  await page.getByRole("button", { name: "Cancel for both" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Cancel this lesson for both?" });
  await expect(dialog.getByText("The student owes nothing of $60")).toBeVisible();
  const share = dialog.getByRole("textbox", { name: "Percent of the price taken off" });
  await share.fill("50");
  await share.press("Tab");
  await expect(dialog.getByText("The student owes $30 of $60; $30 is taken off.")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Cancel for both" }).click();
  await expect(dialog.getByLabel("Why?")).toBeFocused();
  await dialog.getByLabel("Why?").fill("The building is closed.");
  await dialog.getByRole("button", { name: "Cancel for both" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Cancelled by InstaInstru")).toBeVisible();
  await expect(page.getByText("$30 (50 %)")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel for both" })).toHaveCount(0);

  await page.goto("/admin/audit?action=booking.cancelled");
  const row = page.getByRole("list", { name: "Audit log" }).getByRole("listitem").first();
  await row.getByRole("link", { name: "Piano: Robin Walker with Robin Walker" }).click();
  await expect(page).toHaveURL(`/admin/bookings/${id}`);
});

test("an account is suspended, let in again, and given one permission and no other", {
  tag: "@one-size",
}, async ({ page, browser }) => {
  test.slow();
  const theirs = await (await browser.newContext({ baseURL: test.info().project.use.baseURL })).newPage();
  const person = await registered(theirs);
  await signInAs(page, DEMO.admin);
  await openUser(page, person);
  await expect(page.getByText("Account viewed")).toBeVisible();
  await expectSound(page);

  await page.getByRole("button", { name: "Suspend account" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Suspend Robin?" });
  await dialog.getByLabel("Why?").fill("Spam");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Suspend account" }).click();
  await expect(page.getByText("Suspended", { exact: true })).toBeVisible();
  await expect(page.getByText("reason: Spam")).toBeVisible();
  await theirs.goto("/account");
  await expect(theirs).toHaveURL(/\/sign-in/);
  await page.getByRole("button", { name: "Reactivate account" }).click();
  await expect(page.getByText("Active", { exact: true })).toBeVisible();
  await signInAs(theirs, person.email, person.password);

  await page.getByLabel("View all bookings").selectOption("granted");
  await page.getByRole("button", { name: "Save 1 change" }).click();
  await expect(page.getByText("It counts from their next page on.")).toBeVisible();
  await theirs.goto("/admin");
  await expect(administration(theirs).getByRole("link")).toHaveText(["Overview", "Bookings"]);
  expect((await theirs.goto("/admin/users"))?.status()).toBe(403);
  await theirs.goto("/admin/bookings");
  await expect(theirs.getByRole("list", { name: "Bookings" })).toBeVisible();

  await page.getByLabel("View all bookings").selectOption("roles");
  await page.getByRole("button", { name: "Save 1 change" }).click();
  await expect(page.getByRole("button", { name: "Save permissions" })).toBeDisabled();
  await page.getByText("Instructor", { exact: true }).click();
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(page.getByText("Instructor, Student", { exact: true })).toBeVisible();
  expect((await theirs.goto("/admin/bookings"))?.status()).toBe(403);
  await theirs.context().close();
});

test("the audit log says who did what, and its chain is verified", { tag: "@one-size" }, async ({ page }) => {
  await signInAs(page, DEMO.admin);
  await page.goto("/admin");
  await expect(page.getByText(/^All \d+ rules that the data must keep are kept, counted at /)).toBeVisible();
  await administration(page).getByRole("link", { name: "Users" }).click();
  await page.getByRole("list", { name: "Users" }).getByRole("link").first().click();
  await administration(page).getByRole("link", { name: "Audit log" }).click();
  await page.getByLabel("What").selectOption("user.viewed");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/action=user\.viewed/);
  await expect(
    page.getByRole("list", { name: "Audit log" }).getByText("Account viewed").first(),
  ).toBeVisible();
  const who = page.getByRole("searchbox", { name: "Done by (name or e-mail)" });
  await who.fill(DEMO.admin);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/action=user\.viewed.*actor=|actor=.*action=user\.viewed/);
  await expect(page.getByText(/^Done by \w+ \w+\./)).toBeVisible();
  await who.fill("demo.instainstru.com");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { name: "Whom do you mean?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("list", { name: "People" }).getByRole("link", { name: DEMO.admin }).click();
  await page.getByRole("button", { name: "Verify the chain" }).click();
  await expect(page.getByText("The chain is whole.")).toBeVisible();
  await expectAccessible(page);
});

test("a message that nobody could get is seen with its reason, sent again and gone", {
  tag: "@one-size",
}, async ({ page, browser, baseURL }) => {
  const { id, student } = await newLesson(browser, baseURL ?? "", page);
  await signInAs(page, DEMO.admin);
  const found = await page.request.get(`/api/admin/users?q=${encodeURIComponent(student.email)}`);
  const account = `/api/admin/users/${(await found.json()).items[0].id}`;
  const done = async (path: string, data?: object) =>
    expect((await page.request.post(path, { data })).status()).toBe(200);
  await done(`${account}/suspend`, { reason: "Spam" });
  await done(`/api/admin/bookings/${id}/cancel`, { reason: "The building is closed." });
  const letter = page
    .getByRole("list", { name: "Dead letters" })
    .getByRole("listitem")
    .filter({ hasText: id })
    .filter({ hasText: "Mail: Booking Cancelled Student" });
  await expect(async () => {
    await page.goto("/admin/messages");
    await expect(letter).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(letter.getByText("the account is gone")).toBeVisible();
  await expect(letter.getByText(/^1 attempt, given up /)).toBeVisible();
  await expectSound(page);
  await done(`${account}/reactivate`);
  await letter.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText('"Mail: Booking Cancelled Student" is on its way again.')).toBeVisible();
  await expect(letter).toHaveCount(0);
  await mailTo(page, student.email, /^Cancelled: Piano/);
});

/** A word of letters that nobody ever said, searched for by three guests. */
async function unheardOf(page: Page): Promise<string> {
  const letters = [...randomBytes(6)].map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
  const word = `qx${letters}`;
  for (let guest = 0; guest < 3; guest += 1) {
    const headers = { "X-Guest-Session-ID": randomUUID() };
    expect((await page.request.get(`/api/search?q=${word}`, { headers })).status()).toBe(200);
  }
  return word;
}

test("a word that nobody knew is made known, and search knows it", { tag: "@one-size" }, async ({ page }) => {
  const word = await unheardOf(page);
  await signInAs(page, DEMO.admin);
  const choose = page.getByRole("button", { name: `Choose a subject for ${word}` });
  await expect(async () => {
    await page.goto("/admin/words");
    await expect(choose).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await choose.click();
  const dialog = page.getByRole("dialog", { name: "Make a word known" });
  await dialog.getByRole("button", { name: "Make it known" }).click();
  await expect(dialog.getByText("Choose a subject from the list.")).toBeVisible();
  const subject = dialog.getByRole("combobox", { name: "Means the subject" });
  await subject.fill("piano");
  await page.getByRole("option", { name: "Piano", exact: true }).click();
  await dialog.getByLabel("Word or words").fill("tomorrow");
  await dialog.getByRole("button", { name: "Make it known" }).click();
  await expect(dialog.getByText(/already says something else|cannot/i)).toBeVisible();
  await expect(subject).toHaveValue("Piano");
  await expectAccessible(page);
  await dialog.getByLabel("Word or words").fill(word);
  await dialog.getByRole("button", { name: "Make it known" }).click();
  await expect(page.getByText(`"${word}" means Piano from the next search on.`)).toBeVisible();
  await expect(choose).toHaveCount(0);
  await expect(page.getByRole("rowheader", { name: word })).toBeVisible();
  const { understood } = await (await page.request.get(`/api/search?q=${word}`)).json();
  expect(understood.subjects).toEqual(["piano"]);
});

test("searches are counted by period, and taken away as a table", { tag: "@one-size" }, async ({ page }) => {
  await signInAs(page, DEMO.admin);
  await page.goto("/admin/search");
  await page.getByRole("navigation", { name: "Period" }).getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/days=7/);
  await expect(page.getByRole("img", { name: "Searches of 7 days by day" })).toBeVisible();
  const trend = page.getByRole("region", { name: "Trend" });
  await trend.getByText("Show the figures").click();
  await expect(trend.getByRole("rowheader")).toHaveCount(7);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "By day" }).click();
  expect((await download).suggestedFilename()).toBe("search-days.csv");
});
