/** How the API's words are said to people. */

export const PLACE_NAMES: Record<string, string> = {
  online: "Online",
  at_instructor: "At the instructor's",
  at_student: "At your place",
};

/** The same, said to the instructor. */
export const OWN_PLACE_NAMES: Record<string, string> = {
  online: "Online",
  at_instructor: "At my place",
  at_student: "At the student's place",
};

export const WEEKDAY_NAMES: Record<string, string> = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
};

export const LEVEL_NAMES: Record<string, string> = {
  beginner: "Beginner",
  intermediate: "Intermediate",
  advanced: "Advanced",
};

export const AGE_GROUP_NAMES: Record<string, string> = {
  kids: "Kids",
  teens: "Teens",
  adults: "Adults",
  seniors: "Seniors",
};

export const STATUS_NAMES: Record<string, string> = {
  held: "Held",
  confirmed: "Confirmed",
  completed: "Completed",
  cancelled: "Cancelled",
  no_show: "No-show",
  expired: "Expired",
};

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** "upper-west-side" -> "Upper West Side", for a slug whose name is not at hand. */
export const nameOfSlug = (slug: string): string => slug.split(/[-_]/).map(capitalised).join(" ");

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
