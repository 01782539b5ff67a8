import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// One picture to a reader, hundreds of shapes to a checker.
const PICTURES = "svg[role=img] > *";

/** No violation on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  // A page that was led to from another one may still be taking its name.
  await expect(page).toHaveTitle(/\S/);
  const { violations } = await new AxeBuilder({ page }).withTags(STANDARDS).exclude(PICTURES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** Nothing sticks out sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const surplus = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(surplus, `sideways scroll of ${page.url()}`).toBe(0);
}
