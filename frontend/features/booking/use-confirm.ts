"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { bookingRequest, quoteRequest, type TimedWish } from "@/features/booking/confirm-model";
import { useHold } from "@/features/booking/hold-queries";
import { toChoice } from "@/features/booking/model";
import { useBook } from "@/features/booking/queries";
import { useDraft } from "@/features/booking/use-draft";
import { bookedPath, confirmPath } from "@/lib/paths";
import { randomId } from "@/lib/random-id";
import type { InstructorProfile } from "@/lib/types";

export type Access = "may-book" | "guest" | "may-not-book";

/** Everything that happens between a chosen time and a booked lesson. */
export function useConfirm(profile: InstructorProfile, initial: TimedWish, access: Access) {
  const router = useRouter();
  const [wish, setWish] = useState(initial);
  const [draft, setDraft] = useDraft(profile);
  // The server then says that nobody is signed in, and the page asks who it is; what was written stays.
  const onSignedOut = () => router.refresh();
  const hold = useHold(quoteRequest(profile, wish, draft.neighborhood), access === "may-book", onSignedOut);
  const book = useBook({ onBooked: ({ id }) => router.push(bookedPath(id)), onSignedOut });
  const request = bookingRequest(profile, wish, draft, hold.data?.booking.id ?? null);
  const key = useAttemptKey(JSON.stringify(request));
  const submit = () => {
    if (!book.isPending && !book.isSuccess) book.mutate({ request, key });
  };
  const moveTo = (time: { date: string; start_time: string }) => {
    const moved = { ...wish, date: time.date, start: time.start_time };
    book.reset();
    setWish(moved);
    window.history.replaceState(null, "", confirmPath(profile.slug, toChoice(moved)));
  };
  return { wish, draft, setDraft, hold, book, submit, moveTo };
}

export type ConfirmFlow = ReturnType<typeof useConfirm>;

/** One key for each different request: the same press twice is one lesson, another time is another attempt. */
function useAttemptKey(request: string): string {
  const [attempt, setAttempt] = useState({ request, key: "" });
  if (attempt.request === request && attempt.key !== "") return attempt.key;
  const fresh = { request, key: randomId() };
  setAttempt(fresh);
  return fresh.key;
}
