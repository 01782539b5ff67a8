import { expect, type Page, type Request, test } from "@playwright/test";
import { expectSound } from "./support/axe";
import { linkIn, mailTo } from "./support/mails";
import { DEMO, newPerson, registered, signInAs } from "./support/people";

const isReport = (request: Request) => request.url().endsWith("/api/search/interactions");

/** What is told to the search while something happens. */
async function told(page: Page, count: number, act: () => Promise<void>) {
  const reports: Request[] = [];
  page.on("request", (request) => isReport(request) && reports.push(request));
  await act();
  await expect.poll(() => reports.length).toBe(count);
  const answers = await Promise.all(reports.map((request) => request.response()));
  expect(answers.map((answer) => answer?.status())).toEqual(reports.map(() => 204));
  return reports.map((request) => ({
    ...request.postDataJSON(),
    guest: request.headers()["x-guest-session-id"],
  }));
}

/** On the way to results that let wait, a line says so; once they are there it is gone. */
async function expectProgress(page: Page, act: () => Promise<void>) {
  // The page tells of it by itself: one that is being left answers no questions.
  await page.evaluate(() => {
    const isLoading = ({ textContent }: Element) => textContent === "Loading the next page";
    const look = () => {
      // biome-ignore lint/suspicious/noConsole: heard below
      if ([...document.querySelectorAll("[role=status]")].some(isLoading)) console.log("waits");
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  const isSeen = page.waitForEvent("console", (message) => message.text() === "waits");
  await page.route("**/search?*", async (route) => {
    await isSeen;
    await route.continue();
  });
  await act();
  await expect(page).toHaveURL(/\/search\?/);
  await expect(page.getByText("Loading the next page")).toHaveCount(0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
}

test("what is followed is told, with its place on later pages too; a guest is named only when they agree", {
  tag: "@one-size",
}, async ({ page }) => {
  await page.goto("/search?offset=20");
  const link = page.getByRole("article").first().getByRole("heading").getByRole("link");
  const [click, view] = await told(page, 2, () => link.click());
  expect(click).toMatchObject({ kind: "click", position: 21, guest: undefined });
  expect(view).toMatchObject({ kind: "view", position: 21 });
  await expect(page.getByRole("heading", { name: "Lessons" })).toBeVisible();

  await page.goto("/search?q=cello+lessons+for+beginners");
  await page.getByRole("button", { name: "Keep my searches" }).click();
  await expect(page.getByText("Your searches are kept under a number")).toBeFocused();
  await page.reload();
  await expect(page.getByRole("button", { name: "Keep my searches" })).toHaveCount(0);
  const times = page.getByRole("link", { name: /^All times/ }).first();
  const [named] = await told(page, 1, () => times.click());
  expect(named).toMatchObject({ kind: "click", position: 1, guest: expect.stringMatching(/^[0-9a-f]{32}$/) });

  // What was searched for comes back in the box, and goes along when they join.
  await page.goto("/");
  const box = page.getByRole("combobox", { name: "What do you want to learn?" });
  await box.focus();
  const before = page.getByRole("option").filter({ hasText: "cello lessons for beginners" });
  await expect(before).toBeVisible();
  await expectSound(page);
  await expectProgress(page, () => page.getByRole("link", { name: "See everyone" }).click());
  await box.fill("cello");
  await expectProgress(page, () => box.press("Enter"));

  await page.goto("/privacy");
  await page.getByRole("button", { name: "Forget them and keep no more" }).click();
  await expect(page.getByText("Nothing that you search for is kept")).toBeVisible();
  await page.goto("/");
  await box.focus();
  await expect(before).toBeHidden();
});

test("a guest's searches become theirs when they join", { tag: "@one-size" }, async ({ page }) => {
  const person = newPerson();
  await page.goto("/search?q=oboe+for+a+teenager");
  await page.getByRole("button", { name: "Keep my searches" }).click();
  await page.goto("/search?q=oboe+for+a+teenager");
  await page.goto("/sign-up");
  await page.getByLabel("First name").fill(person.firstName);
  await page.getByLabel("Last name").fill(person.lastName);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Your last searches" })).toBeVisible();
  await expect(page.getByRole("link", { name: "oboe for a teenager" })).toBeVisible();
});

test("mails lead to where they are chosen, through signing in, and the choice stays", {
  tag: "@one-size",
}, async ({ page, context }) => {
  const person = await registered(page);
  const mail = await mailTo(page, person.email, /./);
  const address = linkIn(mail, /^\/account#mails/);
  await context.clearCookies();
  await page.goto(address);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account#mails$/);
  const mails = page.getByRole("region", { name: "Mails" });
  await expect(mails).toBeInViewport();
  const reminders = mails.getByRole("checkbox", { name: /^Remind me/ });
  await expect(reminders).toBeChecked();
  await mails.getByText("Remind me").click();
  await expect(mails.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(reminders).not.toBeChecked();

  // The address that mail programs show as "unsubscribe", opened by hand, changes nothing and leads here.
  await page.goto("/api/notifications/unsubscribe?token=of-no-mail");
  await expect(page).toHaveURL(/\/account#mails$/);
});

test("a search counts as made where it was made, not on our server", { tag: "@one-size" }, async ({
  page,
  browser,
  baseURL,
}) => {
  await signInAs(page, DEMO.admin);
  const onTablets = async () => {
    const { devices } = await (await page.request.get("/api/analytics/search/funnel?days=1")).json();
    const found = devices.find(({ device }: { device: string }) => device === "tablet");
    return found ? { searches: found.searches, viewed: found.viewed } : { searches: 0, viewed: 0 };
  };
  const before = await onTablets();
  const userAgent =
    "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1";
  const tablet = await (await browser.newContext({ baseURL: baseURL ?? "", userAgent })).newPage();
  await tablet.goto("/search?q=drums");
  await tablet.getByRole("article").first().getByRole("heading").getByRole("link").click();
  await expect(tablet.getByRole("heading", { name: "Lessons" })).toBeVisible();
  await expect
    .poll(onTablets, { timeout: 15_000 })
    .toEqual({ searches: before.searches + 1, viewed: before.viewed + 1 });
  await tablet.context().close();
});

test("on a narrow screen the map is asked for, stays in the address, and filters", async ({ page }) => {
  test.skip((page.viewportSize()?.width ?? 0) >= 1024, "it stands beside the results there");
  await page.goto("/search?q=piano");
  const button = page.getByRole("button", { name: "Map", exact: true });
  const map = page.getByRole("img", { name: /^Map of New York/ });
  const firstCard = page.getByRole("article").first();
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await expect(map).toHaveCount(0);
  await button.click();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  const before = await firstCard.boundingBox();
  await expect(map).toBeVisible();
  const places = page.getByRole("navigation", { name: "Neighborhoods with most instructors" });
  const place = places.getByRole("link").first();
  const [, name = "", count = ""] =
    /^(.*?)(\d+)$/.exec((await place.innerText()).replace(/\s*\n\s*/, "")) ?? [];
  expect((await firstCard.boundingBox())?.y, "the results jump").toBe(before?.y);
  await expectSound(page);

  await page.reload();
  await expect(map).toBeVisible();
  await place.click();
  await expect(page.getByRole("link", { name: `${name}: take this away` })).toBeVisible();
  await expect(
    page.getByRole("heading", { level: 2, name: new RegExp(`^${count} instructor`) }),
  ).toBeVisible();
  await expect(map).toBeVisible();

  await page.goBack();
  await expect(page.getByRole("link", { name: `${name}: take this away` })).toHaveCount(0);
  await expect(map).toBeVisible();
  await button.click();
  await expect(map).toHaveCount(0);
  await expect(page).toHaveURL(/\/search\?q=piano$/);
  await page.goBack();
  await expect(map).toBeVisible();
});
