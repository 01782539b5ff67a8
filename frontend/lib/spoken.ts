import { formatDate, formatTime, parseDate } from "@/lib/time";

const DATE_OR_TIME = /\b\d{4}-\d{2}-\d{2}\b|\b\d{2}:\d{2}\b/g;

const said = (word: string): string =>
  word.includes(":") ? formatTime(word) : parseDate(word) ? formatDate(word) : word;

/** A sentence of the API with its dates and times as they are said everywhere else: "18:00" -> "6:00 PM". */
export const spoken = (sentence: string): string => sentence.replace(DATE_OR_TIME, said);
