import Link from "next/link";
import type { ReactNode } from "react";

const link = "font-semibold text-blue underline";

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-xl font-bold">{title}</h2>
      {children}
    </section>
  );
}

/** For who is signed in. */
export function OwnSearches() {
  return (
    <p>
      Whether your searches are kept, and used with your account, you choose under{" "}
      <Link href="/account/searches" className={link}>
        Account, Searches
      </Link>
      .
    </p>
  );
}

/** For guests: `choice` is where they say so. */
export function GuestSearches({ choice }: { choice: ReactNode }) {
  return (
    <>
      <p>
        If you agree, they are kept for 90 days under a number that only this browser has, and become yours
        when you join or sign in.
      </p>
      {choice}
    </>
  );
}

/** What we know of people and what becomes of it; `searches` is what they can choose about these. */
export function PrivacyWords({ searches }: { searches: ReactNode }) {
  return (
    <div className="flex flex-col gap-8">
      <Part title="Your searches">
        <p>
          Each search is counted: what was looked for, how many instructors it found, on which kind of device.
          Nothing of that leads back to you unless you say so.
        </p>
        {searches}
      </Part>
      <Part title="Your name and address">
        <p>
          Others see your first name and one letter. Your full name and the address of a lesson are seen by
          the two people of that lesson, your e-mail by nobody.
        </p>
      </Part>
      <Part title="Cookies">
        <p>
          Two keep you signed in, one your choice of colors, one your choice about searches. There are no
          others, and none of anybody else.
        </p>
      </Part>
      <Part title="Taking it with you, and leaving">
        <p>
          Everything that we know of you can be downloaded, and your account deleted, under{" "}
          <Link href="/account/data" className={link}>
            Account, Your data
          </Link>
          .
        </p>
      </Part>
    </div>
  );
}
