import { writeFileSync } from "node:fs";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { expectAccessible, expectPagesSound, expectSound } from "./support/axe";
import { DEMO, type NewPerson, newPerson, registered, signInAgain, signInAs } from "./support/people";

const PAGES = [
  "/instructor",
  "/calendar",
  "/calendar/usual",
  "/calendar/days-off",
  "/calendar/why",
  "/account/calendar",
  "/teach",
  "/teach/you",
  "/teach/subjects",
  "/teach/where",
];
const CLOCK_FILE = process.env.E2E_CLOCK_FILE;

/** Half hours are named as people say them: "Monday, 9:00 AM – 9:30 AM". */
const cell = (page: Page, name: RegExp): Locator => page.getByRole("gridcell", { name });

const centerOf = async (locator: Locator): Promise<{ x: number; y: number }> => {
  const box = await locator.boundingBox();
  if (!box) throw new Error("it is not on the screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

const toTheMiddle = (locator: Locator) =>
  locator.evaluate((element) => element.scrollIntoView({ block: "center" }));

async function dragMouse(page: Page, from: Locator, to: Locator): Promise<void> {
  await toTheMiddle(from);
  const [start, end] = [await centerOf(from), await centerOf(to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2);
  await page.mouse.move(end.x, end.y);
  await page.mouse.up();
}

/** A finger that rests, then draws, as the browser itself would tell it. */
async function dragFinger(page: Page, from: Locator, to: Locator): Promise<void> {
  await toTheMiddle(from);
  const [start, end] = [await centerOf(from), await centerOf(to)];
  const touch = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: points });
  await send("touchStart", [start]);
  await page.waitForTimeout(400);
  for (const share of [0.3, 0.6, 1]) {
    await send("touchMove", [{ x: end.x, y: start.y + (end.y - start.y) * share }]);
  }
  await send("touchEnd", []);
}

const selected = (page: Page, day: string): Locator =>
  page.getByRole("gridcell", { name: new RegExp(`^${day}`), selected: true, includeHidden: true });

/** The line of the list in which a day's hours are typed. */
const day = (page: Page, name: string): Locator =>
  page.getByRole("textbox", { name: new RegExp(`^${name}`) });

async function saveHours(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog", { name: "Save these hours?" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Save hours" }).click();
  await expect(dialog).toBeHidden();
}

type Lesson = { id: string; endsAt: string; student: NewPerson };

/** The first start of the instructor's Monday, booked by a student who exists for this. */
async function bookMonday(browser: Browser, page: Page, monday: string) {
  const me = await (await page.request.get("/api/instructors/me")).json();
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  const student = await context.newPage();
  const person = await registered(student);
  const data = {
    instructor_id: me.id,
    offering_id: me.offerings[0].id,
    date: monday,
    start_time: "09:30",
    duration_minutes: 60,
    place: "online",
    note: "Can we start with chords?",
  };
  const answer = await student.request.post("/api/bookings", { data });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id, ends_at: endsAt } = await answer.json();
  await context.close();
  return { id, endsAt, student: person } as Lesson;
}

async function openNextWeek(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Week after" }).click();
  await expect(page).toHaveURL(/week=\d/);
  await expect(page.getByRole("grid")).toBeVisible();
  return new URL(page.url()).searchParams.get("week") ?? "";
}

/** A profile that students find, with Monday morning open in the week of the address. */
async function teachMonday(page: Page, monday: string): Promise<void> {
  const offering = { subject: "piano", rate_cents: 6_000, durations: [60], places: ["online"] };
  const made = await page.request.post("/api/instructors/me/offerings", { data: offering });
  expect(made.status()).toBe(201);
  const days = { [monday]: [{ start_time: "09:00", end_time: "12:00" }] };
  const stored = await page.request.put("/api/availability/week", {
    data: { week_start: monday, version: 0, days },
  });
  expect(stored.status()).toBe(200);
}

/** What is written about oneself is there after a look elsewhere, after signing in again, and in a new page. */
async function leaveAndComeBack(page: Page, { email, password }: NewPerson): Promise<void> {
  const words = page.getByRole("textbox", { name: "About you" });
  await expect(page.getByText("Kept here, not saved yet.")).toBeVisible();
  await page.getByRole("link", { name: "What you teach" }).click();
  await page.getByRole("heading", { name: "What you teach" }).waitFor();
  await page.goBack();
  await expect(words).toHaveValue("We begin with three chords.");

  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await page.getByRole("link", { name: "Sign in and go on" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(words).toHaveValue("We begin with three chords.");

  await page.goto("/teach");
  const kept = page.getByRole("status").filter({ hasText: "not saved yet" });
  await kept.getByRole("link", { name: "You" }).click();
  await expect(page.getByLabel("Headline")).toHaveValue("Jazz piano for late starters");
}

test("from nothing to bookable: joining, four steps, a week painted by hand and by key", async ({
  page,
  isMobile,
}) => {
  test.slow();
  const person = newPerson();

  await page.goto("/teach");
  await expectSound(page);
  await page.getByRole("link", { name: "Start teaching" }).click();
  await page.getByLabel("First name").fill(person.firstName);
  await page.getByLabel("Last name").fill(person.lastName);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Join", exact: true }).click();

  await expect(page.getByRole("heading", { name: "What I teach" })).toBeVisible();
  await expect(page.getByText("Students do not find you yet")).toBeVisible();
  await expectSound(page);
  await page.getByRole("link", { name: "Go on" }).click();

  // A click on the button at once after a field that was wrong must count.
  await expect(page.getByRole("heading", { name: "About you" })).toBeVisible();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByLabel("Headline")).toBeFocused();
  await page.getByLabel("Headline").fill("Jazz piano for late starters");
  await page.getByRole("textbox", { name: "About you" }).fill("We begin with three chords.");
  await expectSound(page);
  await leaveAndComeBack(page, person);
  await page.getByRole("button", { name: "Save and go on" }).click();

  await expect(page.getByRole("heading", { name: "What you teach" })).toBeVisible();
  await page.getByRole("button", { name: "Save subject" }).click();
  await expect(page.getByText("Choose a subject from the list.")).toBeVisible();
  const subject = page.getByRole("combobox", { name: "Subject" });
  await subject.fill("piano");
  await expect(page.getByRole("option").first()).toHaveText("Piano");
  await subject.press("ArrowDown");
  await subject.press("Enter");
  await expect(subject).toHaveValue("Piano");
  await page.getByText("At the student's place").click();
  await page.reload();
  await expect(subject).toHaveValue("Piano");
  await expect(page.getByRole("checkbox", { name: "At the student's place" })).toBeChecked();
  await expectSound(page);
  await page.getByRole("button", { name: "Save subject" }).click();
  await expect(page.getByRole("heading", { name: "Piano $60/h" })).toBeVisible();
  await expectSound(page);

  // Whoever comes back another day goes on where they left off.
  await page.goto("/teach");
  await expect(page.getByRole("heading", { name: "Next: Where" })).toBeVisible();
  await page.getByRole("link", { name: "Go on" }).click();

  await expect(page.getByRole("heading", { name: "Where you teach" })).toBeVisible();
  await page.getByText("Brooklyn", { exact: true }).click();
  await page.getByText("Park Slope", { exact: true }).click();
  await expect(page.getByText("1 neighborhood chosen")).toBeVisible();
  await page.reload();
  await expect(page.getByText("1 neighborhood chosen")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("No neighborhood chosen yet")).toBeVisible();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(page.getByText("1 neighborhood chosen")).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: "Save and go on" }).click();

  await expect(page.getByRole("heading", { name: "My hours" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Steps to your first lesson" })).toBeVisible();
  await openNextWeek(page);
  const [from, to] = [cell(page, /^Monday, 9:00 AM/), cell(page, /^Monday, 11:30 AM/)];
  await (isMobile ? dragFinger(page, from, to) : dragMouse(page, from, to));
  await expect(selected(page, "Monday")).toHaveCount(6);
  await (isMobile ? from.tap() : from.click());
  await expect(selected(page, "Monday")).toHaveCount(5);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(selected(page, "Monday")).toHaveCount(6);

  await cell(page, /^Monday, 9:00 AM/).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(selected(page, "Tuesday")).toHaveCount(2);
  await page.keyboard.press("Space");
  await expect(selected(page, "Tuesday")).toHaveCount(1);

  if (isMobile) await page.getByText("Type", { exact: true }).click();
  await day(page, "Wednesday").fill("2pm-4");
  await expect(page.getByText('"2pm-4" ends before it starts')).toBeVisible();
  await day(page, "Wednesday").fill("2pm-4pm");
  await day(page, "Wednesday").press("Enter");
  await expect(selected(page, "Wednesday")).toHaveCount(4);
  await expectSound(page);

  await page.getByRole("button", { name: "Review and save" }).click();
  await expect(page.getByRole("dialog").getByText("2:00 PM – 4:00 PM")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByText("Your hours are saved.")).toBeVisible();
  await expect(page.getByRole("link", { name: "My page, as students see it" })).toBeVisible();
  await page.reload();
  await expect(selected(page, "Monday")).toHaveCount(6);
  await expect(selected(page, "Wednesday")).toHaveCount(4);
});

const BOOKED = "a booked lesson shows in the week and on the day, outside the hours too";
test(BOOKED, { tag: "@moves-clock" }, async ({ page, browser, isMobile }) => {
  test.slow();
  const person = await registered(page, "instructor");
  await page.goto("/calendar");
  const monday = await openNextWeek(page);
  await teachMonday(page, monday);
  const booking = await bookMonday(browser, page, monday);
  await page.reload();
  await expect(cell(page, /^Monday, 9:30 AM.*, lesson with Robin W\./)).toBeVisible();
  await expectSound(page);

  if (isMobile) await page.getByText("Type", { exact: true }).click();
  await day(page, "Monday").fill("");
  await day(page, "Monday").press("Enter");
  await page.getByRole("button", { name: "Review and save" }).click();
  await expect(page.getByRole("dialog").getByText("One lesson stands")).toBeVisible();
  await page.getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByText("1 lesson outside your hours.")).toBeVisible();

  await page.goto("/instructor");
  await expect(page.getByRole("heading", { name: `Hello, ${person.firstName}` })).toBeVisible();
  await expect(page.getByText("is outside your hours")).toBeVisible();
  await expect(page.getByText("Can we start with chords?")).toBeVisible();
  await expectSound(page);
  await page.getByRole("link", { name: "Piano with Robin Walker" }).click();
  await expect(page.getByRole("heading", { name: /^Piano with Robin/ })).toBeVisible();
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await expect(page.getByText("Your student owes nothing when you cancel.")).toBeVisible();
  const reason = page.getByRole("alertdialog").getByLabel("Why?");
  await reason.fill("The piano is out of tune.");
  await signInAgain(page, person);
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await expect(reason).toHaveValue("The piano is out of tune.");
  await page.getByRole("button", { name: "Keep lesson" }).click();

  if (CLOCK_FILE) await completeLater(page, person, booking, CLOCK_FILE);
});

async function completeLater(page: Page, person: NewPerson, lesson: Lesson, clock: string): Promise<void> {
  const secondsToEnd = Math.ceil((new Date(lesson.endsAt).getTime() - Date.now()) / 1_000);
  writeFileSync(clock, `+${secondsToEnd + 60}`);
  try {
    await signInAs(page, person.email, person.password);
    await page.goto("/instructor");
    await page.getByRole("button", { name: "No-show: Robin did not come" }).click();
    await expect(page.getByRole("alertdialog", { name: "Robin did not come?" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Not yet" }).click();
    await page.getByRole("button", { name: "Completed: lesson with Robin" }).click();
    await expect(page.getByRole("button", { name: "Completed: lesson with Robin" })).toBeHidden();
    await reviewAndAnswer(page, person, lesson);
  } finally {
    writeFileSync(clock, "+0");
  }
}

/** Stars by key, words, and the instructor's answer under them. */
async function reviewAndAnswer(page: Page, instructor: NewPerson, lesson: Lesson): Promise<void> {
  await signInAs(page, lesson.student.email, lesson.student.password);
  await page.goto(`/lessons/${lesson.id}`);
  await page.getByRole("button", { name: "Publish review" }).click();
  await expect(page.getByText("Choose one to five stars.")).toBeVisible();
  await page.getByRole("radio", { name: "1 star: Poor" }).focus();
  for (let stars = 1; stars < 5; stars += 1) await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "5 stars: Excellent" })).toBeChecked();
  await page.getByLabel("In words").fill("Patient and clear.");
  await page.reload();
  await expect(page.getByRole("radio", { name: "5 stars: Excellent" })).toBeChecked();
  await expect(page.getByLabel("In words")).toHaveValue("Patient and clear.");
  await expectSound(page);
  await page.getByRole("button", { name: "Publish review" }).click();
  await expect(page.getByRole("img", { name: "5 of 5 stars" })).toBeVisible();

  await signInAs(page, instructor.email, instructor.password);
  await page.goto(`/lessons/${lesson.id}`);
  await page.getByLabel("Your answer").fill("Thank you, Robin.");
  await page.reload();
  await expect(page.getByLabel("Your answer")).toHaveValue("Thank you, Robin.");
  await expectSound(page);
  await page.getByRole("button", { name: "Publish answer" }).click();
  await expect(page.getByRole("button", { name: "Change your answer" })).toBeVisible();
}

test("a week that was saved elsewhere meanwhile shows both, and nothing is lost by leaving", async ({
  page,
  isMobile,
}) => {
  await registered(page, "instructor");
  await page.goto("/calendar");
  const monday = await openNextWeek(page);
  const elsewhere = { [monday]: [{ start_time: "18:00", end_time: "20:00" }] };
  const stored = await page.request.put("/api/availability/week", {
    data: { week_start: monday, version: 0, days: elsewhere },
  });
  expect(stored.status()).toBe(200);

  if (isMobile) await page.getByText("Type", { exact: true }).click();
  await day(page, "Monday").fill("9-10");
  await day(page, "Monday").press("Enter");
  await page.getByRole("button", { name: "Week before" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stay here" }).click();
  await page.getByRole("button", { name: "Review and save" }).click();
  const dialog = page.getByRole("dialog", { name: "These hours were changed elsewhere" });
  await expect(dialog.getByRole("cell", { name: "6:00 PM – 8:00 PM" })).toBeVisible();
  await expect(dialog.getByRole("cell", { name: "9:00 AM – 10:00 AM" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Keep mine and go on" }).click();
  await saveHours(page);
  await expect(day(page, "Monday")).toHaveValue("9am-10am");
});

test("the pages of an instructor are sound", async ({ page }) => {
  await signInAs(page, DEMO.instructor);
  await expectPagesSound(page, PAGES, async (path) => {
    if (path === "/calendar") await expect(page.getByRole("grid")).toBeVisible();
  });
});
