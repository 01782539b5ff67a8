import { expect, type Locator, type Page } from "@playwright/test";

const MOST_STOPS = 120;

/** Presses Tab until the focus is there; on the way every stop can be seen, and says where it is. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(() => {
      const stop = document.activeElement;
      if (!stop || stop === document.body) return null;
      const [outline, area] = [getComputedStyle(stop).outlineStyle, stop.getBoundingClientRect()];
      // Radios and checkboxes are drawn by their labels, which carry the outline.
      const isDrawn = !stop.matches("input[type=radio], input[type=checkbox]");
      const isSeen = stop.checkVisibility() && (!isDrawn || (area.width > 0 && outline !== "none"));
      return isSeen || stop.matches("[role=combobox]") ? null : stop.outerHTML.slice(0, 160);
    });
    expect(unseen, "a stop of the keyboard that cannot be seen").toBeNull();
    if (await goal.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached in ${MOST_STOPS} stops: ${goal}`);
}
