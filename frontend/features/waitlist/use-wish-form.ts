"use client";

import { useState } from "react";
import type { WishForm } from "@/features/waitlist/model";

type Sold = { id: string | null; durations: number[]; places: string[] };

/** The form's values; choosing something else that is taught keeps what it is sold with too. */
export function useWishForm(initial: WishForm, sold: Sold[]): [WishForm, (part: Partial<WishForm>) => void] {
  const [values, setValues] = useState(initial);
  const change = (part: Partial<WishForm>) => {
    const next = { ...values, ...part };
    const chosen = sold.find(({ id }) => id === next.offering) ?? sold[0];
    if (!chosen) return setValues(next);
    const [duration] = chosen.durations.includes(next.duration) ? [next.duration] : chosen.durations;
    const [place] = chosen.places.includes(next.place) ? [next.place] : chosen.places;
    setValues({ ...next, duration: duration ?? next.duration, place: place ?? next.place });
  };
  return [values, change];
}
