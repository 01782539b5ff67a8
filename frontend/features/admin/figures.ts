/** How figures are said. */
import { plural } from "@/lib/words";

const whole = new Intl.NumberFormat("en-US");
const tenth = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const UNITS = ["B", "KB", "MB", "GB", "TB"];
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const YEAR_DAYS = 365;

export const formatCount = (count: number): string => whole.format(count);
export const formatDecimal = (value: number): string => tenth.format(value);

/** 0.1234 -> "12.3 %". */
export const formatShare = (share: number): string => `${tenth.format(share * 100)} %`;

/** 3.14 -> "3.1 ms"; 1240 -> "1.2 s". */
export function formatMs(ms: number): string {
  if (ms >= 1_000) return `${tenth.format(ms / 1_000)} s`;
  return ms < 10 ? `${tenth.format(ms)} ms` : `${whole.format(Math.round(ms))} ms`;
}

export function formatBytes(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  return `${tenth.format(bytes / 2 ** (10 * unit))} ${UNITS[unit]}`;
}

/** 45 -> "45 s"; 200 -> "3 min"; 7200 -> "2 h"; 200000 -> "2 days". */
export function formatWait(seconds: number): string {
  if (seconds < MINUTE) return `${Math.round(seconds)} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h`;
  return `${Math.floor(seconds / DAY)} days`;
}

/** 90 -> "90 days"; 2557 -> "7 years", their leap days included. */
export function periodWords(days: number): string {
  const years = Math.floor(days / YEAR_DAYS);
  return years > 0 && days % YEAR_DAYS <= Math.ceil(years / 4) ? plural(years, "year") : plural(days, "day");
}

/** How a figure stands against the one before: "12 % more than before". */
export function changeWords(now: number, before: number): string {
  if (before === 0) return now === 0 ? "as before" : "none before";
  const change = Math.round(((now - before) / before) * 100);
  if (change === 0) return "as before";
  return `${whole.format(Math.abs(change))} % ${change > 0 ? "more" : "fewer"} than before`;
}

/** The student's money when an operator cancels, half up to the cent, as the server computes it. */
export const refundCents = (priceCents: number, sharePercent: number): number =>
  Math.floor((priceCents * sharePercent + 50) / 100);
