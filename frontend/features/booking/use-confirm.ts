"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { bookingRequest, quoteRequest, type TimedWish } from "@/features/booking/confirm-model";
import { useHold } from "@/features/booking/hold-queries";
import { toChoice } from "@/features/booking/model";
import { type BookingRequest, useBook } from "@/features/booking/queries";
import { useBookingDraft } from "@/features/booking/use-booking-draft";
import { bookedPath, confirmPath } from "@/lib/paths";
import { randomId } from "@/lib/random-id";
import type { Booking, InstructorProfile } from "@/lib/types";

export type Access = "may-book" | "guest" | "may-not-book";

/** Everything that happens between a chosen time and a booked lesson. */
export function useConfirm(
  profile: InstructorProfile,
  initial: TimedWish,
  access: Access,
  neighborhood: string | null,
) {
  const router = useRouter();
  const [wish, setWish] = useState(initial);
  const [draft, setDraft] = useBookingDraft(profile, neighborhood);
  // The server then says that nobody is signed in, and the page asks who it is; what was written stays.
  const onSignedOut = () => router.refresh();
  const hold = useHold(quoteRequest(profile, wish, draft.neighborhood), access === "may-book", onSignedOut);
  const keyFor = useAttemptKeys();
  const prepare = async () => {
    // Pressed before the time was kept: without its hold the lesson would stand in its own way.
    const kept = hold.isPending ? (await hold.refetch({ cancelRefetch: false })).data : hold.data;
    const request = bookingRequest(profile, wish, draft, kept?.booking.id ?? null);
    return { request, key: keyFor(request) };
  };
  const onBooked = ({ id }: Booking) => {
    // The next lesson has another note; where it is may be the same.
    setDraft({ note: "" });
    router.push(bookedPath(id));
  };
  const book = useBook(prepare, { onBooked, onSignedOut });
  const submit = () => {
    if (!book.isPending && !book.isSuccess) book.mutate();
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
function useAttemptKeys(): (request: BookingRequest) => string {
  const last = useRef({ text: "", key: "" });
  return (request) => {
    const text = JSON.stringify(request);
    if (last.current.text !== text) last.current = { text, key: randomId() };
    return last.current.key;
  };
}
