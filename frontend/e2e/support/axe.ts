import { expect, type Page, test } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// One picture to a reader, hundreds of shapes to a checker.
const PICTURES = "svg[role=img] > *";

/** The checker is put into the page once and asked there: no second page, nothing sent about what is well. */
async function expectNone(page: Page, look: RunOptions, circumstance: string): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const options: RunOptions = { ...look, resultTypes: ["violations"] };
  const found = await page.evaluate(
    async ({ exclude, options }) => {
      const { axe: checker } = window as unknown as { axe: typeof axe };
      const { violations } = await checker.run({ exclude: [exclude] }, options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    },
    { exclude: PICTURES, options },
  );
  expect(found, `accessibility of ${page.url()}, ${circumstance}`).toEqual([]);
}

/**
 * No violation on the page as it stands, in both themes. What differs between themes are colors. They are looked at
 * in every size: a phone's menu, bars and disclosures are drawn on no desktop.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // A page that was led to from another one may still be taking its name.
  await expect(page).toHaveTitle(/\S/);
  await expectNone(page, { runOnly: { type: "tag", values: STANDARDS } }, "light");
  // As a reader's own choice, which counts at once; the system's reaches a page bit by bit.
  await page.evaluate(() => document.documentElement.setAttribute("data-theme", "dark"));
  await expectNone(page, { runOnly: { type: "rule", values: ["color-contrast"] } }, "dark");
  await page.evaluate(() => document.documentElement.removeAttribute("data-theme"));
}

/** Nothing sticks out sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const surplus = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(surplus, `sideways scroll of ${page.url()}`).toBe(0);
}

/** What can be pressed and is smaller than a thumb; links within running text are as high as their line. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const inText = (element: Element) => getComputedStyle(element).display === "inline";
    const small = ({ width, height }: DOMRect) => width > 1 && (width < 44 || height < 44);
    return [...document.querySelectorAll("a, button, summary, select, [role=radio], [role=option]")]
      .filter(
        (element) =>
          element.checkVisibility() && !inText(element) && !element.closest(".sr-only, [aria-hidden=true]"),
      )
      .filter((element) => small(element.getBoundingClientRect()))
      .map((element) => element.outerHTML.slice(0, 160));
  });

/** What can be pressed can be hit with a thumb. */
export async function expectBigTargets(page: Page): Promise<void> {
  expect(await smallTargets(page), `targets of ${page.url()}`).toEqual([]);
}

export async function expectSound(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
}

/** Opens each page in turn: one heading above all, sound, big enough to press, and nothing that complains. One visit, one browser. */
export async function expectPagesSound(
  page: Page,
  paths: string[],
  ready: (path: string) => Promise<void> = async () => undefined,
): Promise<void> {
  const broken: string[] = [];
  page.on("pageerror", (error) => broken.push(`${page.url()}: ${error.message}`));
  page.on(
    "console",
    (message) => message.type() === "error" && broken.push(`${page.url()}: ${message.text()}`),
  );
  for (const path of paths) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await ready(path);
      await expectSound(page);
      await expectBigTargets(page);
    });
  }
  expect(broken).toEqual([]);
}
