"use client";

import { useRouter } from "next/navigation";
import { Form } from "react-aria-components";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import { BookableNow } from "@/features/waitlist/components/bookable-now";
import { WishDays } from "@/features/waitlist/components/wish-days";
import { WishLesson } from "@/features/waitlist/components/wish-lesson";
import { hasRoom, type WishForm as Values, type Whose, wishRequest } from "@/features/waitlist/model";
import { makeWish } from "@/features/waitlist/queries";
import { useWishForm } from "@/features/waitlist/use-wish-form";
import { WISHES } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { useSubmit } from "@/lib/use-submit";

/** What is sold under a name: an offering of one instructor, or a subject of anybody. */
export type Sold = { id: string | null; name: string; durations: number[]; places: string[] };
export type Area = { id: string; name: string };

export type WishFormProps = { whose: Whose; sold: Sold[]; areas: Area[]; initial: Values; today: string };

/** Which lesson, on which days, between which times, until when; then one press. */
export function WishForm({ whose, sold, areas, initial, today }: WishFormProps) {
  const router = useRouter();
  const [values, change] = useWishForm(initial, sold);
  const form = useSubmit(async () => {
    await makeWish(wishRequest(whose, values));
    router.push(`${WISHES}?made=1`);
  });
  const bookable = form.error instanceof ApiError ? form.error.problem.available_now : undefined;
  const roomy = hasRoom(values);
  return (
    <Form onSubmit={form.onSubmit} validationErrors={form.fieldErrors} className="flex flex-col gap-8">
      {bookable ? (
        <BookableNow starts={bookable} values={values} />
      ) : (
        form.message && <Notice tone="error">{form.message}</Notice>
      )}
      <WishLesson values={values} change={change} sold={sold} areas={areas} />
      <WishDays values={values} change={change} today={today} />
      {!roomy && <Notice tone="error">The lesson does not fit between these two times.</Notice>}
      <div className="flex flex-col items-start gap-3">
        <Button type="submit" size="large" disabled={!roomy} pending={form.pending} pendingLabel="Noting it">
          Tell me when one comes free
        </Button>
        <p className="max-w-prose text-sm text-soft">
          The first time that fits is kept for you for ten minutes, and a mail says so. Those who wished first
          are asked first; what you do not take goes to the next.
        </p>
      </div>
    </Form>
  );
}
