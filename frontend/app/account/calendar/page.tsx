import type { Metadata } from "next";
import { Feed } from "@/features/calendar-feed/components/feed";
import { HowTo } from "@/features/calendar-feed/components/how-to";
import { getFeed } from "@/features/calendar-feed/server-queries";
import { requireUser } from "@/lib/session";

export const metadata: Metadata = { title: "Calendar", robots: { index: false } };

export default async function CalendarFeedPage() {
  await requireUser("/account/calendar");
  return (
    <div className="flex flex-col gap-10">
      <section aria-labelledby="feed" className="flex flex-col gap-3">
        <h2 id="feed" className="text-xl font-bold">
          Your lessons in your own calendar
        </h2>
        <p className="max-w-prose text-soft">
          A private address that calendar programs subscribe to. What is booked, moved or cancelled shows
          there by itself.
        </p>
        <Feed feed={await getFeed()} />
      </section>
      <HowTo />
    </div>
  );
}
