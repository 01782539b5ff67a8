import { expect, type Page } from "@playwright/test";

type Mail = { subject: string; text: string };

const MAILBOX = process.env.E2E_MAILBOX_URL ?? "http://localhost:8125";

/** The newest mail to somebody whose subject says so, once it is there. */
export async function mailTo(page: Page, email: string, subject: RegExp): Promise<Mail> {
  let found: Mail | undefined;
  const look = async () => {
    const answer = await page.request.get(`${MAILBOX}/api/mails?to=${encodeURIComponent(email)}`);
    const mails = (await answer.json()) as Mail[];
    found = mails.find((mail) => subject.test(mail.subject));
    return found !== undefined;
  };
  await expect.poll(look, { timeout: 30_000 }).toBe(true);
  if (!found) throw new Error("unreachable");
  return found;
}

/** The path of the first link in a mail that leads to such an address of ours. */
export function linkIn({ text }: Mail, path: RegExp): string {
  const addresses = text.match(/https?:\/\/\S+/g) ?? [];
  const paths = addresses.map((address) => address.replace(/^https?:\/\/[^/]+/, ""));
  const found = paths.find((candidate) => path.test(candidate));
  if (!found) throw new Error(`no ${path} among ${paths.join(" ")}`);
  return found;
}
