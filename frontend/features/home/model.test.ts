import { expect, it } from "vitest";
import { lastWithEach, mostTaught } from "@/features/home/model";
import type { Booking, Subject } from "@/lib/types";

const subject = (slug: string, category: string, taught: number): Subject => ({
  slug,
  name: slug,
  category,
  instructors_count: taught,
  min_rate_cents: 5000,
});

it("names the most taught of each category, never what nobody teaches", () => {
  const subjects = [
    subject("piano", "music", 9),
    subject("tuba", "music", 0),
    subject("guitar", "music", 12),
  ];
  expect(mostTaught(subjects).music?.map(({ slug }) => slug)).toEqual(["guitar", "piano"]);
  expect(mostTaught(subjects, 1).music).toHaveLength(1);
});

it("offers the last lesson with each instructor again", () => {
  const lesson = (id: string, instructor: string) => ({ id, instructor: { id: instructor } }) as Booking;
  const lessons = [lesson("1", "a"), lesson("2", "b"), lesson("3", "a"), lesson("4", "c"), lesson("5", "d")];
  expect(lastWithEach(lessons).map(({ id }) => id)).toEqual(["1", "2", "4"]);
});
