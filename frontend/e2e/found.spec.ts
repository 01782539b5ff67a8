import { expect, type Page, test } from "@playwright/test";

type Json = Record<string, unknown>;

const dataOf = async (page: Page): Promise<Json> =>
  JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "null");

const canonicalOf = (page: Page) => page.locator('link[rel="canonical"]').getAttribute("href");

test("search engines are led to what is everybody's, and told what stands there", {
  tag: "@one-size",
}, async ({ page, baseURL }) => {
  const rules = await (await page.request.get("/robots.txt")).text();
  const map = rules.match(/^Sitemap: (.*)$/m)?.[1] ?? "";
  expect(new URL(map).pathname).toBe("/sitemap.xml");
  const xml = await (await page.request.get("/sitemap.xml")).text();
  const addresses = [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address ?? "");
  const closed = [...rules.matchAll(/^Disallow: (\S+)$/gm)].map(([, path]) => path ?? "");
  expect(closed).toContain("/waitlist");
  for (const address of addresses) {
    const { pathname } = new URL(address);
    expect(
      closed.filter((path) => !path.includes("*") && pathname.startsWith(path.replace("$", "/"))),
    ).toEqual([]);
  }

  const profiles = addresses.filter((address) => address.includes("/instructors/"));
  expect(profiles.length).toBeGreaterThan(100);
  const others = addresses.filter((address) => !address.includes("/instructors/"));
  for (const address of [...others, profiles[0] ?? ""]) {
    await page.goto(address.replace(new URL(address).origin, baseURL ?? ""));
    expect(await canonicalOf(page), address).toBe(address.replace(/\/$/, ""));
    await expect(page).toHaveTitle(/InstaInstru/);
    await expect(page.locator('meta[name="robots"]')).toHaveCount(0);
    expect(await page.locator('meta[name="description"]').getAttribute("content")).toMatch(/.{50}/);
  }

  const { mainEntity } = (await dataOf(page)) as { mainEntity: Json & { makesOffer: Json[] } };
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  expect(mainEntity).toMatchObject({ "@type": "Person", name });
  expect(mainEntity.makesOffer[0]).toMatchObject({ "@type": "Offer", priceCurrency: "USD" });
  await page.goto("/");
  expect(await dataOf(page)).toMatchObject({
    "@type": "WebSite",
    potentialAction: { "@type": "SearchAction" },
  });

  const found = await (await page.request.get("/api/search?q=piano&sort=rating&limit=1")).json();
  const { slug, rating, review_count: count } = found.results[0].instructor;
  await page.goto(`/instructors/${slug}`);
  const text = JSON.stringify(await dataOf(page));
  expect(text).toContain(
    `"aggregateRating":{"@type":"AggregateRating","ratingValue":${rating},"reviewCount":${count}}`,
  );
});

test("an instructor's reviews are all there, and where they teach is drawn", { tag: "@one-size" }, async ({
  page,
}) => {
  const found = await (await page.request.get("/api/search?q=piano&sort=rating&limit=20")).json();
  const { slug, review_count: count } = found.results
    .map(({ instructor }: { instructor: Json }) => instructor)
    .find(({ review_count: reviews }: { review_count: number }) => reviews > 6);
  await page.goto(`/instructors/${slug}`);
  const map = page.getByRole("region", { name: "Where" }).locator("img");
  await map.scrollIntoViewIfNeeded();
  await expect.poll(() => map.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await page.getByRole("link", { name: /^All \d+ reviews$/ }).click();
  await expect(page.getByRole("heading", { name: /^Reviews of/ })).toBeVisible();
  await expect(page.getByRole("figure")).toHaveCount(Math.min(20, count));
});
