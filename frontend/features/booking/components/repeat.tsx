"use client";

import { useState } from "react";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/number-field";
import { RadioGroup } from "@/components/ui/radio-group";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { PlaceFields } from "@/features/booking/components/place-fields";
import { RepeatDates } from "@/features/booking/components/repeat-dates";
import { SeriesBooked } from "@/features/booking/components/series-booked";
import type { TimedWish } from "@/features/booking/confirm-model";
import {
  buttonWords,
  MAX_LESSONS,
  MIN_LESSONS,
  type Rhythm,
  seriesDetails,
  seriesRequest,
} from "@/features/booking/repeat-model";
import { useBookSeries, useSeriesQuote } from "@/features/booking/repeat-queries";
import { useBookingDraft } from "@/features/booking/use-booking-draft";
import { messageOf } from "@/lib/problem";
import type { InstructorProfile } from "@/lib/types";

const RHYTHMS = [
  { id: "1", name: "Every week" },
  { id: "2", name: "Every 2 weeks" },
];
const USUAL: Rhythm = { interval: 1, count: 6 };
const MAX_NOTE = 1_000;

/** How often, how many, and date by date what comes of it; then one press. */
export function Repeat({ profile, wish }: { profile: InstructorProfile; wish: TimedWish }) {
  const [rhythm, setRhythm] = useState(USUAL);
  const [draft, setDraft] = useBookingDraft(profile);
  const request = seriesRequest(profile, wish, rhythm, draft.neighborhood);
  const quote = useSeriesQuote(request);
  const book = useBookSeries({ onBooked: () => setDraft({ note: "" }), onRefused: () => quote.refetch() });
  if (book.data) return <SeriesBooked series={book.data} />;
  const words = quote.data ? buttonWords(quote.data) : null;
  const submit = () => {
    if (quote.data && words && !book.isPending)
      book.mutate({ ...request, ...seriesDetails(wish, draft, quote.data) });
  };
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <RadioGroup
          label="How often"
          layout="row"
          options={RHYTHMS}
          value={String(rhythm.interval)}
          onChange={(id) => setRhythm({ ...rhythm, interval: id === "2" ? 2 : 1 })}
        />
        <NumberField
          label="How many lessons"
          value={rhythm.count}
          onChange={(count) => Number.isInteger(count) && setRhythm({ ...rhythm, count })}
          minValue={MIN_LESSONS}
          maxValue={MAX_LESSONS}
        />
      </div>
      {book.isError && <Notice tone="error">{messageOf(book.error)}</Notice>}
      {quote.isError && <Notice tone="error">{messageOf(quote.error)}</Notice>}
      {quote.isPending && (
        <LoadingRegion label="Looking at each date">
          <Skeleton className="h-64" />
        </LoadingRegion>
      )}
      {quote.data && (
        <section aria-label="Date by date" aria-busy={quote.isFetching} className="flex flex-col gap-3">
          <p role="status" className="font-semibold">
            {quote.data.available_count} of {quote.data.dates.length} are free
          </p>
          <RepeatDates dates={quote.data.dates} />
        </section>
      )}
      {wish.place === "at_student" && (
        <PlaceFields
          profile={profile}
          neighborhood={draft.neighborhood}
          onNeighborhood={(neighborhood) => setDraft({ neighborhood })}
          address={draft.address}
          onAddress={(address) => setDraft({ address })}
        />
      )}
      <TextField
        label={`A note for ${profile.display_name.split(" ")[0]} (optional)`}
        name="note"
        rows={3}
        value={draft.note}
        onChange={(note) => setDraft({ note })}
        maxLength={MAX_NOTE}
      />
      <Button type="submit" size="large" disabled={!words} pending={book.isPending} pendingLabel="Booking">
        {words ?? "None of these can be booked"}
      </Button>
      <p className="text-sm text-soft">
        Each lesson can be moved or cancelled on its own, free until 24 hours before it. You pay at each
        lesson.
      </p>
    </Form>
  );
}
