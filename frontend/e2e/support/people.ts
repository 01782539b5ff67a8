import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";

export const DEMO_PASSWORD = "learn-something-new";
export const DEMO = {
  student: "student@demo.instainstru.com",
  instructor: "instructor@demo.instainstru.com",
  admin: "admin@demo.instainstru.com",
} as const;

export type NewPerson = { firstName: string; lastName: string; email: string; password: string };

/** Somebody whom the product has never seen. */
export function newPerson(): NewPerson {
  const id = randomBytes(6).toString("hex");
  return {
    firstName: "Robin",
    lastName: "Walker",
    email: `robin.${id}@example.test`,
    password: `quiet river ${id}`,
  };
}

/** Signs in through the API; pages that follow are this person's. */
export async function signInAs(page: Page, email: string, password: string = DEMO_PASSWORD): Promise<void> {
  const answer = await page.request.post("/api/auth/session", { data: { email, password } });
  if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()}`);
}

/** Somebody new, signed in; made through the API. */
export async function registered(page: Page, role: "student" | "instructor" = "student"): Promise<NewPerson> {
  const person = newPerson();
  const { firstName, lastName, email, password } = person;
  const data = { first_name: firstName, last_name: lastName, email, password, role };
  const answer = await page.request.post("/api/auth/register", { data });
  expect(answer.status(), await answer.text()).toBe(201);
  await signInAs(page, email, password);
  return person;
}

/** The session ends under the open page; the next load leads through signing in and back. */
export async function signInAgain(page: Page, { email, password }: NewPerson): Promise<void> {
  const address = page.url();
  await page.context().clearCookies();
  await page.reload();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(address);
}
