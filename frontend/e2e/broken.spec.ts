import { expect, test } from "@playwright/test";
import { expectSound } from "./support/axe";
import { BreakableProduct } from "./support/broken-product";
import { DEMO, signInAs } from "./support/people";

test("without the API pages say so and help, and go on when it is back", { tag: "@one-size" }, async ({
  page,
  baseURL,
}) => {
  const found = await (await page.request.get("/api/search?q=piano&limit=1")).json();
  const { slug, display_name: name } = found.results[0].instructor;
  const product = await BreakableProduct.start(baseURL ?? "");
  try {
    // Machines believe the status: results that answer 200 would be kept as they are.
    const results = await page.request.get(`${product.url}/search?q=piano`);
    expect(results.status()).toBe(500);
    const answer = await page.goto(`${product.url}/instructors/${slug}`);
    expect(answer?.status()).toBe(500);
    await expect(page.getByRole("heading", { name: "Delays on this line" })).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: "Nothing was booked" })).toBeVisible();
    await expectSound(page);
    const call = await page.request.get(`${product.url}/api/search?q=piano`);
    expect(call.status()).toBe(503);
    expect(await call.json()).toMatchObject({ code: "unavailable" });

    product.isDown = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  } finally {
    product.stop();
  }
});

test("an instructor's day stays when how they are found cannot be had", { tag: "@one-size" }, async ({
  page,
  baseURL,
}) => {
  await signInAs(page, DEMO.instructor);
  const product = await BreakableProduct.start(baseURL ?? "");
  try {
    product.isDown = false;
    product.failing = /\/me\/found$/;
    await page.goto(`${product.url}/instructor`);
    await expect(page.getByRole("heading", { level: 1, name: /^Hello, / })).toBeVisible();
    const aside = page.getByRole("complementary", { name: "How it goes" });
    await expect(aside.getByRole("alert")).toBeVisible();
    await expect(aside.getByRole("link", { name: "My hours" })).toBeVisible();
    await expectSound(page);

    product.failing = null;
    await page.reload();
    await expect(aside.getByRole("heading", { name: "How you are found" })).toBeVisible();
  } finally {
    product.stop();
  }
});
