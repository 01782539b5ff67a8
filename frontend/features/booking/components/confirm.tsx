"use client";

import type { ReactNode } from "react";
import { Notice } from "@/components/ui/states";
import { Alternatives } from "@/features/booking/components/alternatives";
import { BookForm } from "@/features/booking/components/book-form";
import { HoldClock } from "@/features/booking/components/hold-clock";
import { LessonSummary } from "@/features/booking/components/lesson-summary";
import { Terms } from "@/features/booking/components/terms";
import { alternativesOf, isAboutTime, isSignedOut, type TimedWish } from "@/features/booking/confirm-model";
import { toChoice } from "@/features/booking/model";
import { type Access, type ConfirmFlow, useConfirm } from "@/features/booking/use-confirm";
import { pickPath, repeatPath } from "@/lib/paths";
import { messageOf } from "@/lib/problem";
import type { InstructorProfile, Quote } from "@/lib/types";

type ConfirmProps = {
  profile: InstructorProfile;
  initial: TimedWish;
  initialQuote: Quote | null;
  access: Access;
  /** For guests: signing in or joining, here. */
  signIn: ReactNode;
  /** Where a time that is kept already was wished for. */
  neighborhood: string | null;
  /** Why the time is kept already, if it is. */
  note: ReactNode;
};

/** What, who, when, where, for how much and on which terms; then one press. */
export function Confirm({
  profile,
  initial,
  initialQuote,
  access,
  signIn,
  neighborhood,
  note,
}: ConfirmProps) {
  const flow = useConfirm(profile, initial, access, neighborhood);
  const { wish, hold } = flow;
  const isInitial = wish.date === initial.date && wish.start === initial.start;
  const terms = hold.data?.booking ?? (isInitial ? initialQuote : null);
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="order-2 flex min-w-0 flex-col gap-6 lg:order-1">
        {access === "guest" && (
          <WhoAreYou signIn={signIn} wasIn={isSignedOut(hold.error ?? flow.book.error)} />
        )}
        {access === "may-not-book" && (
          <Notice>This account teaches. To book lessons, sign in with an account for learning.</Notice>
        )}
        {access === "may-book" && isInitial && note}
        {access === "may-book" && <Booking profile={profile} flow={flow} />}
      </div>
      <LessonSummary
        profile={profile}
        wish={wish}
        quote={terms}
        other={{ href: repeatPath(profile.slug, toChoice(wish)), name: "Every week" }}
        terms={<Terms quote={terms} isComing={access === "may-book" && hold.isPending} />}
      />
    </div>
  );
}

function WhoAreYou({ signIn, wasIn }: { signIn: ReactNode; wasIn: boolean }) {
  return (
    <section aria-labelledby="who" className="flex flex-col gap-4">
      <h2 id="who" className="text-xl font-bold">
        {wasIn ? "You were signed out" : "First, who are you?"}
      </h2>
      <p className="text-soft">
        {wasIn
          ? "Sign in again and go on: what you wrote is still here."
          : "Your time stays chosen while you do this, and is kept for you the moment you are in."}
      </p>
      {signIn}
    </section>
  );
}

function Booking({ profile, flow }: { profile: InstructorProfile; flow: ConfirmFlow }) {
  const { wish, hold, book, moveTo } = flow;
  const refusal = [book.error, hold.error].find(isAboutTime);
  return (
    <>
      {refusal && (
        <Alternatives
          instructorId={profile.id}
          wish={wish}
          message={messageOf(refusal)}
          found={alternativesOf(refusal)}
          onChoose={moveTo}
          allTimesHref={pickPath(profile.slug, { ...toChoice(wish), start: undefined })}
        />
      )}
      {!refusal && hold.data && (
        <HoldClock deadline={hold.data.deadline} onAgain={() => hold.refetch()} pending={hold.isFetching} />
      )}
      {!refusal && hold.isError && !isSignedOut(hold.error) && (
        <Notice>
          {messageOf(hold.error)} The time is not kept while you write; you can book it all the same.
        </Notice>
      )}
      <BookForm profile={profile} flow={flow} blocked={refusal !== undefined} />
    </>
  );
}
