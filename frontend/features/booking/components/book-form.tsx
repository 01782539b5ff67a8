"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { Alternatives } from "@/features/booking/components/alternatives";
import { PlaceFields } from "@/features/booking/components/place-fields";
import {
  alternativesOf,
  bookingRequest,
  isAboutTime,
  type TimedWish,
} from "@/features/booking/confirm-model";
import { useBook } from "@/features/booking/queries";
import { ApiError, messageOf } from "@/lib/problem";
import { randomId } from "@/lib/random-id";
import { formatDate, formatTime } from "@/lib/time";
import type { Booking, InstructorProfile } from "@/lib/types";

const MAX_NOTE = 1_000;

type BookFormProps = {
  profile: InstructorProfile;
  wish: TimedWish;
  neighborhood: string | null;
  onNeighborhood: (slug: string) => void;
  onMoveTo: (time: { date: string; start_time: string }) => void;
  onBooked: (booking: Booking) => void;
};

export function BookForm({ profile, wish, neighborhood, onNeighborhood, onMoveTo, onBooked }: BookFormProps) {
  const [note, setNote] = useState("");
  const [address, setAddress] = useState("");
  const book = useBook(onBooked);
  const request = bookingRequest(profile, wish, { note, address, neighborhood });
  const key = useAttemptKey(JSON.stringify(request));
  const errors = book.error instanceof ApiError ? book.error.fieldErrors : {};
  const submit = () => {
    if (!book.isPending && !book.isSuccess) book.mutate({ request, key });
  };
  const moveTo = (time: { date: string; start_time: string }) => {
    book.reset();
    onMoveTo(time);
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      validationErrors={errors}
      className="flex flex-col gap-6"
    >
      {isAboutTime(book.error) && (
        <Alternatives
          profile={profile}
          wish={wish}
          message={messageOf(book.error)}
          found={alternativesOf(book.error)}
          onChoose={moveTo}
        />
      )}
      {book.isError && !isAboutTime(book.error) && <Notice tone="error">{messageOf(book.error)}</Notice>}
      {wish.place === "at_student" && (
        <PlaceFields
          profile={profile}
          neighborhood={neighborhood}
          onNeighborhood={onNeighborhood}
          address={address}
          onAddress={setAddress}
        />
      )}
      <TextField
        label={`A note for ${profile.display_name.split(" ")[0]} (optional)`}
        name="note"
        hint="What you would like to work on, how far you are, what to bring."
        rows={4}
        value={note}
        onChange={setNote}
        maxLength={MAX_NOTE}
      />
      <Button type="submit" size="large" pending={book.isPending || book.isSuccess} pendingLabel="Booking">
        Book {formatDate(wish.date)}, {formatTime(wish.start)}
      </Button>
    </Form>
  );
}

/** One key for each different request: the same press twice is one lesson, another time is another attempt. */
function useAttemptKey(request: string): string {
  const [attempt, setAttempt] = useState({ request, key: "" });
  if (attempt.request === request && attempt.key !== "") return attempt.key;
  const fresh = { request, key: randomId() };
  setAttempt(fresh);
  return fresh.key;
}
