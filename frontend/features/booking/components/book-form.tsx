"use client";

import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { TextField } from "@/components/ui/text-field";
import { PlaceFields } from "@/features/booking/components/place-fields";
import { isAboutTime, isSignedOut } from "@/features/booking/confirm-model";
import type { ConfirmFlow } from "@/features/booking/use-confirm";
import { ApiError, messageOf } from "@/lib/problem";
import { formatDate, formatTime } from "@/lib/time";
import type { InstructorProfile } from "@/lib/types";

const MAX_NOTE = 1_000;

type BookFormProps = {
  profile: InstructorProfile;
  flow: ConfirmFlow;
  /** The time cannot be had: everything stays but the press. */
  blocked: boolean;
};

export function BookForm({ profile, flow, blocked }: BookFormProps) {
  const { wish, draft, setDraft, book, submit } = flow;
  const errors = book.error instanceof ApiError ? book.error.fieldErrors : {};
  const otherError = book.isError && !isAboutTime(book.error) && !isSignedOut(book.error);
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) submit();
      }}
      validationErrors={errors}
      className="flex flex-col gap-6"
    >
      {otherError && <Notice tone="error">{messageOf(book.error)}</Notice>}
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
        hint="What you would like to work on, how far you are, what to bring."
        rows={4}
        value={draft.note}
        onChange={(note) => setDraft({ note })}
        maxLength={MAX_NOTE}
      />
      <Button
        type="submit"
        size="large"
        disabled={blocked}
        pending={book.isPending || book.isSuccess}
        pendingLabel="Booking"
      >
        Book {formatDate(wish.date)}, {formatTime(wish.start)}
      </Button>
    </Form>
  );
}
