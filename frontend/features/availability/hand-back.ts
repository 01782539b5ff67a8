import { formatDate } from "@/lib/time";
import type { HandBackPreview } from "@/lib/types";
import { minutesIn, type WeekHours } from "./model";

/** The days of a week that the usual week leaves alone and that can still be given back to it. */
export const editedToCome = (edited: readonly string[], today: string): string[] =>
  edited.filter((date) => date >= today);

/** What is said of a week of which no coming day was edited by hand. */
export const uneditedSentence = (hours: WeekHours, today: string): string =>
  minutesIn(hours) === 0 && Object.keys(hours).every((date) => date > today)
    ? "Your usual week opens these days as they come nearer."
    : "This week goes by your usual week.";

/** What giving a day back does to it, in words. */
export function backSentence({ date, added, removed, filled_later }: HandBackPreview): string {
  const day = formatDate(date);
  if (filled_later) {
    return `${day} is too far ahead to be booked. It has no hours for now, and gets those of your usual week when it comes nearer.`;
  }
  if (added.length + removed.length === 0) {
    return `${day} has the hours of your usual week already. From now on it changes when they do.`;
  }
  return `${day} gets the hours of your usual week, and changes when they do. Nothing is saved yet.`;
}
