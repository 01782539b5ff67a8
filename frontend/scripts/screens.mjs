// The ways to every screen, of a product filled with the demo city.
const REST_MS = 300;

/** Opens a path and waits until what moves or loads has come to rest. */
async function open(page, path) {
  await page.goto(path);
  await page.waitForFunction(() => !document.querySelector(".animate-pulse")?.checkVisibility());
  await page.waitForTimeout(REST_MS);
}

/** The map comes last, and only where there is room for it or it was asked for. */
async function search(page, path) {
  await open(page, path);
  const wide = (page.viewportSize()?.width ?? 0) >= 1024;
  if (wide || path.includes("map=open")) await page.getByRole("img", { name: /^Map of New York/ }).waitFor();
}

const daysOn = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const at = (path) => (page) => open(page, path);

/** Finds the address of the first thing of a page that a role and a name describe. */
async function addressOf(page, path, role, name) {
  await open(page, path);
  return page.getByRole(role, { name }).first().getAttribute("href");
}

const profilePath = async (page) => {
  const answer = await page.request.get("/api/search?q=piano&limit=10");
  const { results } = await answer.json();
  const best = results.toSorted((a, b) => b.instructor.review_count - a.instructor.review_count)[0];
  return `/instructors/${best.instructor.slug}`;
};

const lessonPath = async (page, which, status) => {
  const answer = await page.request.get(`/api/bookings?as=${which}&status=${status}&newest_first=true`);
  const { items } = await answer.json();
  return `/lessons/${items[0].id}`;
};

async function typeInSearch(page) {
  await open(page, "/");
  await page.getByRole("combobox", { name: "What do you want to learn?" }).pressSequentially("pia");
  await page.getByRole("listbox", { name: "Suggestions" }).waitFor();
}

async function confirmNext(page) {
  await open(page, await addressOf(page, "/search?q=guitar&place=online", "link", /^Book /));
  // The demo student may have a lesson just then; the page offers the nearest times.
  const timer = page.getByRole("timer");
  const refusal = page.getByRole("alert").filter({ hasText: "free times" });
  await timer.or(refusal).first().waitFor();
  if (await refusal.isVisible()) await refusal.getByRole("button").first().click();
  await timer.waitFor();
}

async function repeatNext(page) {
  const address = await addressOf(page, "/search?q=guitar&place=online", "link", /^Book /);
  await open(page, address.replace("/confirm", "/repeat"));
  await page.getByRole("list", { name: "Dates" }).waitFor();
}

async function whyOpened(page) {
  await search(page, "/search?q=piano+tomorrow+evening+under+$80");
  await page.getByText("Why this is here").first().click();
}

async function cancelAsked(page) {
  await open(page, await lessonPath(page, "student", "confirmed"));
  await page.getByRole("button", { name: "Cancel lesson" }).click();
  await page.getByRole("alertdialog").waitFor();
}

/** Nobody teaches in the small hours, so a wish for them stays one. */
async function waiting(page) {
  const { total } = await (await page.request.get("/api/waitlist?status=waiting")).json();
  const until = daysOn(28);
  const night = { start_time: "03:00", end_time: "05:00", until };
  const data = {
    subject: "piano",
    duration_minutes: 60,
    place: "online",
    weekdays: ["sat", "sun"],
    ...night,
  };
  if (total === 0) await page.request.post("/api/waitlist", { data });
  await open(page, "/waitlist");
}

async function weekAfter(page) {
  await open(page, "/calendar");
  await page.getByRole("button", { name: "Week after" }).click();
  await page.getByRole("grid").waitFor();
}

async function clockWeek(page) {
  await open(page, "/calendar?week=2027-03-08");
  await page.getByText("Show midnight to 6 AM").click();
}

/** The dialog that these buttons of a page lead to. */
const asked =
  (path, ...names) =>
  async (page) => {
    await open(page, path);
    for (const name of names) await page.getByRole("button", { name }).click();
    await page.getByRole("dialog").waitFor();
  };

/** Presets may say what the week has already; nobody teaches before seven on Sundays. */
async function usualLookedOver(page) {
  await open(page, "/calendar/usual");
  const type = page.getByText("Type", { exact: true });
  if (await type.isVisible()) await type.click();
  const sundays = page.getByRole("textbox", { name: /^Sundays/ });
  await sundays.fill("6am-7am");
  await sundays.press("Enter");
  await page.getByRole("button", { name: "Review and save" }).click();
  await page.getByRole("dialog").waitFor();
}

/** Two days of the week after are edited by hand, beside a usual week. */
async function backToUsual(page) {
  await weekAfter(page);
  const week_start = new URL(page.url()).searchParams.get("week");
  const { version, days } = await (
    await page.request.get(`/api/availability/week?week_start=${week_start}`)
  ).json();
  const [monday, , wednesday] = Object.keys(days).sort();
  const edited = { ...days, [monday]: [], [wednesday]: [{ start_time: "07:30", end_time: "12:00" }] };
  await page.request.put("/api/availability/week", { data: { week_start, version, days: edited } });
  await weekAfter(page);
  await page.getByText("Edited by hand:").click();
}

async function backLookedOver(page) {
  await backToUsual(page);
  await page
    .getByRole("button", { name: /^Back to the usual week/ })
    .last()
    .click();
  await page.getByRole("dialog").waitFor();
}

/** A week without hours changes every other one. */
async function giveLookedOver(page) {
  await asked("/calendar?week=2027-03-08", "Give to other weeks")(page);
  await page.getByLabel("From").fill(daysOn(1));
  await page.getByLabel("Until").fill(daysOn(14));
  await page.getByRole("button", { name: "See what changes" }).click();
  await page.getByText("would change").waitFor();
}

/** Something written about oneself and not saved, and what a page says of it. */
async function keptDraft(page, path) {
  await open(page, "/teach/you");
  await page.getByLabel("Headline").fill("Jazz piano for late starters");
  await page.getByText("Kept here, not saved yet.").waitFor();
  if (path) return open(page, path);
  // In a window as high as the page, what sticks to an edge lies over nothing.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: page.viewportSize().width, height });
}

async function whyNot(page) {
  await open(page, `/calendar/why?date=${daysOn(1)}&time=23:00&duration=60`);
}

async function feedMade(page) {
  await open(page, "/account/calendar");
  const first = page.getByRole("button", { name: "Make my address" });
  if (await first.isVisible()) await first.click();
  else {
    await page.getByRole("button", { name: "Make a new address" }).click();
    await page.getByRole("button", { name: "Make a new one" }).click();
  }
  await page.getByLabel("Your private address").waitFor();
}

/** The page of the first thing that a list of the administration's API names. */
const firstOf = (list) => async (page) => {
  const { items } = await (await page.request.get(`/api/admin/${list}?limit=1`)).json();
  await open(page, `/admin/${list}/${items[0].id}`);
};

/** Each screen by name, by who sees it: what leads a page there. */
export const PEOPLE = {
  guest: {
    home: at("/"),
    suggestions: typeInSearch,
    search: (page) => search(page, "/search?q=piano+tomorrow+evening+under+$80"),
    map: (page) => search(page, "/search?q=piano&map=open"),
    why: whyOpened,
    "nothing-found": at("/search?q=piano+under+$11"),
    "no-sense": at("/search?date=nonsense"),
    profile: async (page) => open(page, await profilePath(page)),
    reviews: async (page) => open(page, `${await profilePath(page)}/reviews`),
    pick: async (page) => open(page, `${await profilePath(page)}/book`),
    "confirm-guest": async (page) =>
      open(page, await addressOf(page, await profilePath(page), "link", /^Book \w+day/)),
    "other-days": at("/search?q=piano+at+5+am+tomorrow"),
    privacy: at("/privacy"),
    "sign-in": at("/sign-in"),
    join: at("/sign-up"),
    "forgot-password": at("/forgot-password"),
    "teach-invitation": at("/teach"),
    "not-found": at("/nowhere"),
  },
  student: {
    "home-student": at("/"),
    confirm: confirmNext,
    repeat: repeatNext,
    booked: async (page) => open(page, `${await lessonPath(page, "student", "confirmed")}/booked`),
    lessons: at("/lessons"),
    "lessons-past": at("/lessons?show=past"),
    lesson: async (page) => open(page, await lessonPath(page, "student", "confirmed")),
    "lesson-completed": async (page) => open(page, await lessonPath(page, "student", "completed")),
    cancel: cancelAsked,
    move: async (page) => open(page, `${await lessonPath(page, "student", "confirmed")}/reschedule`),
    wish: at("/waitlist/new?subject=piano&weekday=sat&weekday=sun&start_time=17:00"),
    waiting,
    account: at("/account"),
    favorites: at("/account/favorites"),
    searches: at("/account/searches"),
    security: at("/account/security"),
    "calendar-feed": feedMade,
    data: at("/account/data"),
  },
  instructor: {
    day: at("/instructor"),
    "lesson-instructor": async (page) => open(page, await lessonPath(page, "instructor", "completed")),
    week: weekAfter,
    "usual-week": at("/calendar/usual"),
    "usual-looked-over": usualLookedOver,
    "week-clock": clockWeek,
    "give-week": asked("/calendar", "Week after", "Give to other weeks"),
    "give-week-looked-over": giveLookedOver,
    "days-off": at("/calendar/days-off"),
    "why-not": whyNot,
    teach: at("/teach"),
    "teach-kept": (page) => keptDraft(page, "/teach"),
    "teach-you": at("/teach/you"),
    "teach-you-kept": (page) => keptDraft(page),
    "teach-subjects": at("/teach/subjects"),
    "teach-where": at("/teach/where"),
    "back-to-usual": backToUsual,
    "back-looked-over": backLookedOver,
  },
  admin: {
    admin: at("/admin"),
    "admin-bookings": at("/admin/bookings"),
    "admin-booking": firstOf("bookings"),
    "admin-users": at("/admin/users"),
    "admin-user": firstOf("users"),
    "admin-search": at("/admin/search"),
    "admin-subjects": at("/admin/subjects"),
    "admin-words": at("/admin/words"),
    "admin-messages": at("/admin/messages"),
    "admin-redis": at("/admin/redis"),
    "admin-database": at("/admin/database"),
    "admin-performance": at("/admin/performance"),
    "admin-audit": at("/admin/audit"),
    "admin-retention": at("/admin/retention"),
  },
};
