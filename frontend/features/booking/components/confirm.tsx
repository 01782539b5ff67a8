"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Notice } from "@/components/ui/states";
import { Alternatives } from "@/features/booking/components/alternatives";
import { BookForm } from "@/features/booking/components/book-form";
import { LessonSummary } from "@/features/booking/components/lesson-summary";
import { Terms } from "@/features/booking/components/terms";
import { obstacleWords, quoteRequest, type TimedWish } from "@/features/booking/confirm-model";
import { toChoice } from "@/features/booking/model";
import { useQuote } from "@/features/booking/queries";
import { confirmPath } from "@/lib/paths";
import type { InstructorProfile, Quote } from "@/lib/types";

type Access = "may-book" | "guest" | "may-not-book";

type ConfirmProps = {
  profile: InstructorProfile;
  initial: TimedWish;
  initialQuote: Quote | null;
  access: Access;
  /** For guests: signing in or joining, here. */
  signIn: ReactNode;
};

/** What, who, when, where, for how much and on which terms; then one press. */
export function Confirm({ profile, initial, initialQuote, access, signIn }: ConfirmProps) {
  const router = useRouter();
  const [wish, setWish] = useState(initial);
  const [neighborhood, setNeighborhood] = useState<string | null>(profile.areas[0]?.slug ?? null);
  const isInitial = wish.date === initial.date && wish.start === initial.start;
  const quote = useQuote(
    quoteRequest(profile, wish, neighborhood),
    isInitial ? initialQuote : null,
    access === "may-book",
  );
  const moveTo = (time: { date: string; start_time: string }) => {
    const moved = { ...wish, date: time.date, start: time.start_time };
    setWish(moved);
    window.history.replaceState(null, "", confirmPath(profile.slug, toChoice(moved)));
  };
  const obstacle = obstacleWords(quote.data?.reason ?? null);
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="order-2 flex min-w-0 flex-col gap-6 lg:order-1">
        {obstacle && (
          <Alternatives profile={profile} wish={wish} message={obstacle} found={[]} onChoose={moveTo} />
        )}
        {access === "guest" && (
          <section aria-labelledby="who" className="flex flex-col gap-4">
            <h2 id="who" className="text-xl font-bold">
              First, who are you?
            </h2>
            <p className="text-soft">Your time stays chosen while you do this.</p>
            {signIn}
          </section>
        )}
        {access === "may-not-book" && (
          <Notice>This account teaches. To book lessons, sign in with an account for learning.</Notice>
        )}
        {access === "may-book" && !obstacle && (
          <BookForm
            profile={profile}
            wish={wish}
            neighborhood={neighborhood}
            onNeighborhood={setNeighborhood}
            onMoveTo={moveTo}
            onBooked={(booking) => router.push(`/lessons/${booking.id}/booked`)}
          />
        )}
      </div>
      <LessonSummary
        profile={profile}
        wish={wish}
        quote={quote.data ?? null}
        terms={<Terms quote={quote.data ?? null} error={quote.error} isAsked={access === "may-book"} />}
      />
    </div>
  );
}
